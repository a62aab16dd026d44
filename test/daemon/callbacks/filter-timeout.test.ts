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

/** Ten lists with each read, and a file when `silent` of them were not asked of the other module. */
const healthy = (other: string, silent: number) => `
import collectd, { Values } from 'collectd';
import { writeFileSync } from 'node:fs';
import { report } from './report.ts';
collectd.register_match('even', { match: (vl) => (vl.values[0] as number) % 2 === 0 });
collectd.register_target<string>('mark', {
  create: (config) => String(config.children[0]!.values[0]),
  invoke(vl, as) { vl.plugin_instance += as; },
});
let silent = 0;
collectd.register_write((vl) => {
  report('written', [vl.values[0], vl.plugin_instance]);
  if (!vl.plugin_instance.includes('${other}') && ++silent === ${silent})
    writeFileSync(process.env.HOME + '/enough', '');
});
let count = 0;
collectd.register_read(() => {
  for (let i = 0; i < 10; i++) new Values({ plugin: 'src', type: 'gauge' }).dispatch({ values: [count++] });
}, 0.1);`;

type Written = [value: number, marks: string];

const isSilent = ([, marks]: Written): boolean => marks === '' || marks === 'even';

/** More than can be waited for, a second each, while the test waits. */
const SILENT = 200;

test('one that blocks its worker is waited for once, and again when it answers', async () => {
  const daemon = await startDaemon({
    config: (dir) =>
      `WriteThreads 1\n${nodejs(dir, '<Import "blocking">\nTimeout 600\n</Import>\nImport "healthy"')}${chain('slow', 'alsoslow', 'even')}`,
    files: {
      ...reporting,
      'blocking.ts': `
        import collectd from 'collectd';
        import { existsSync } from 'node:fs';
        let calls = 0;
        const cell = new Int32Array(new SharedArrayBuffer(4));
        collectd.register_match('slow', {
          match() {
            if (++calls === 3)
              while (!existsSync(process.env.HOME + '/enough')) Atomics.wait(cell, 0, 0, 10);
            return true;
          },
        });
        collectd.register_match('alsoslow', { match: () => true });`,
      'healthy.ts': healthy('slow', SILENT),
    },
  });
  await daemon.waitForLog(/answers again/);
  await daemon.waitFor(() => reported<Written>(daemon, 'written').at(-1)?.[1].includes('slow'));
  // Before the stop: then a filter has less time to answer.
  const log = daemon.log();
  const written = reported<Written>(daemon, 'written');
  expect((await daemon.stop()).status).toBe(0);
  expect(written.map(([value]) => value)).toEqual(written.map((_, i) => i));
  // Another worker's filters are asked all the time.
  for (const [value, marks] of written) expect(marks.includes('even')).toBe(value % 2 === 0);
  expect(written.filter(isSilent).length).toBeGreaterThanOrEqual(SILENT);
  const marked = written.map(([, marks]) => marks.replace('even', ''));
  const first = marked.indexOf('');
  const again = marked.lastIndexOf('') + 1;
  // The worker may come back when a list has passed the first of its two filters.
  const after = marked.slice(marked[again] === 'alsoslow' ? again + 1 : again);
  expect(new Set(marked.slice(0, first))).toEqual(new Set(['slowalsoslow']));
  expect(new Set(marked.slice(first, again))).toEqual(new Set(['']));
  expect(new Set(after)).toEqual(new Set(['slowalsoslow']));
  expect(log.match(/.*(has not answered|answers again).*/g)).toEqual([
    expect.stringMatching(
      /^\[warning\] nodejs plugin: The match "slow" \(\S*\/blocking\.ts:6:\d+\) has not answered within 1 s: until its worker answers, its matches do not match and its targets do nothing\.$/,
    ),
    expect.stringMatching(
      /^\[notice\] nodejs plugin: The worker of the match "\w+" .* answers again\.$/,
    ),
  ]);
});

test('one whose worker has ended is not waited for, and asked again when it was started again', async () => {
  const daemon = await startDaemon({
    config: (dir) =>
      `WriteThreads 1\n${nodejs(dir, 'Import "leaving"\nImport "healthy"')}${chain('leaves', 'even')}`,
    files: {
      ...reporting,
      'leaving.ts': `
        import collectd from 'collectd';
        import { existsSync, writeFileSync } from 'node:fs';
        const left = process.env.HOME + '/left';
        let calls = 0;
        collectd.register_match('leaves', {
          match() {
            if (++calls === 3 && !existsSync(left)) {
              writeFileSync(left, '');
              process.exit(7);
            }
            return true;
          },
        });`,
      'healthy.ts': healthy('leaves', 1),
    },
  });
  await daemon.waitForLog(/The worker of leaving has ended: process\.exit\(7\)/);
  await daemon.waitForLog(/The worker of leaving runs again/);
  const marks = (of: Written[]) => of.map(([, all]) => all.replace('even', ''));
  await daemon.waitFor(() => marks(reported<Written>(daemon, 'written')).at(-1) === 'leaves');
  const written = reported<Written>(daemon, 'written');
  expect((await daemon.stop()).status).toBe(0);
  expect(written.map(([value]) => value)).toEqual(written.map((_, i) => i));
  expect(marks(written).slice(0, 4)).toEqual(['leaves', 'leaves', '', '']);
  expect(daemon.log()).not.toContain('has not answered');
});
