// A filter that does not answer: the write threads go on, and so do those of other workers.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting } from '../harness/reported.ts';

const chain = (...names: string[]) => `
<Chain "PreCache">${names
  .map(
    (name) => `
  <Rule>
    <Match "nodejs">
      Name "${name}"
    </Match>
    <Target "nodejs">
      Name "mark"
      As "${name}"
    </Target>
  </Rule>`,
  )
  .join('')}
</Chain>
PreCacheChain "PreCache"`;

const healthy = `
import collectd, { Values } from 'collectd';
import { existsSync, writeFileSync } from 'node:fs';
import { report } from './report.ts';
collectd.register_match('even', { match: (vl) => (vl.values[0] as number) % 2 === 0 });
collectd.register_target<string>('mark', {
  create: (config) => String(config.children[0]!.values[0]),
  invoke(vl, as) { vl.plugin_instance += as; },
});
collectd.register_write((vl) => {
  report('written', [vl.values[0], vl.plugin_instance]);
});
let count = 0;
collectd.register_read(() => {
  new Values({ plugin: 'src', type: 'gauge' }).dispatch({ values: [count++] });
}, 0.1);`;

test('one that blocks its worker is waited for once, and again when it answers', async () => {
  const daemon = await startDaemon({
    config: (dir) =>
      `WriteThreads 1\n${nodejs(dir, 'Import "blocking"\nImport "healthy"')}${chain('slow', 'alsoslow', 'even')}`,
    files: {
      ...reporting,
      'blocking.ts': `
        import collectd from 'collectd';
        import { report } from './report.ts';
        let calls = 0;
        collectd.register_match('slow', {
          match() {
            if (++calls === 3) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4000);
            return true;
          },
        });
        collectd.register_match('alsoslow', { match: () => { report('alsoslow', 1); return true; } });`,
      'healthy.ts': healthy,
    },
  });
  await daemon.waitForLog(/answers again/);
  const silent = (of: [number, string][]) => of.filter(([, marks]) => !marks.includes('slow'));
  await daemon.waitFor(() => {
    const all = reported<[number, string]>(daemon, 'written');
    return silent(all).length > 0 && all.at(-1)?.[1].includes('slow');
  });
  const { log, status } = await daemon.stop();
  expect(status).toBe(0);
  const written = reported<[number, string]>(daemon, 'written');
  expect(written.map(([value]) => value)).toEqual(written.map((_, i) => i));
  for (const [value, marks] of written) {
    // Another worker's filters are asked all the time.
    expect(marks.includes('even')).toBe(value % 2 === 0);
    expect(['', 'slowalsoslow']).toContain(marks.replace('even', ''));
  }
  // Some three seconds, ten lists in each.
  expect(silent(written).length).toBeGreaterThan(5);
  expect(log.match(/.*(has not answered|answers again).*/g)).toEqual([
    expect.stringMatching(
      /^\[warning\] nodejs plugin: The match "slow" \(\S*\/blocking\.ts:5:\d+\) has not answered within 1 s: until its worker answers, its matches do not match and its targets do nothing\.$/,
    ),
    expect.stringMatching(
      /^\[notice\] nodejs plugin: The worker of the match "\w+" .* answers again\.$/,
    ),
  ]);
});

test('one whose worker has ended is not waited for', async () => {
  const daemon = await startDaemon({
    config: (dir) =>
      `WriteThreads 1\n${nodejs(dir, 'Import "leaving"\nImport "healthy"')}${chain('leaves', 'even')}`,
    files: {
      ...reporting,
      'leaving.ts': `
        import collectd from 'collectd';
        import { appendFileSync } from 'node:fs';
        let calls = 0;
        collectd.register_match('leaves', {
          match() {
            if (++calls === 3) process.exit(7);
            return true;
          },
        });`,
      'healthy.ts': healthy,
    },
  });
  await daemon.waitFor(() => reported(daemon, 'written').length > 20);
  const { log, status } = await daemon.stop();
  expect(status).toBe(0);
  const written = reported<[number, string]>(daemon, 'written');
  expect(written.map(([value]) => value)).toEqual(written.map((_, i) => i));
  expect(written.slice(0, 4).map(([, marks]) => marks.replace('even', ''))).toEqual([
    'leaves',
    'leaves',
    '',
    '',
  ]);
  expect(log).toMatch(/The worker of leaving has ended: process\.exit\(7\)/);
});
