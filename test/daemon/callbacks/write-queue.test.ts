// A write callback that does not keep up: nobody else notices, and what is dropped is told.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { csv, nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

test('a callback that never finishes: drops are logged once, its deadline is, and it goes on', async () => {
  const daemon = await startDaemon({
    config: (dir) =>
      `${csv(dir)}${nodejs(dir, 'WriteQueueLimit 64\nImport "stuck"\nImport "fine"\nImport "source"')}`,
    files: {
      ...reporting,
      'stuck.ts': `
        import collectd from 'collectd';
        import { report } from './report.ts';
        let calls = 0;
        collectd.register_write((vl) => {
          report('stuck', vl.values[0]);
          return ++calls === 1 ? new Promise<void>(() => {}) : undefined;
        });`,
      'fine.ts': `
        import collectd from 'collectd';
        import { report } from './report.ts';
        collectd.register_write((vl) => report('fine', vl.values[0]));`,
      'source.ts': `
        import collectd, { Values } from 'collectd';
        import { existsSync } from 'node:fs';
        import { report } from './report.ts';
        let count = 0;
        collectd.register_read(() => {
          if (existsSync(process.env.HOME + '/enough')) return report('sent', count);
          for (let i = 0; i < 40; i++)
            new Values({ plugin: 's', type: 'derive' }).dispatch({ values: [count++] });
        });`,
    },
  });
  await daemon.waitForLog(
    /\[error\] nodejs plugin: The write callback nodejs\.stuck \(\S*\/stuck\.ts:5:\d+\) has not finished within 10 s\./,
  );
  const [first] = await waitForReport<number>(daemon, 'stuck');
  await daemon.waitFor(() => reported(daemon, 'stuck').length > 64);
  const stuck = reported<number>(daemon, 'stuck');
  expect(first).toBe(0);
  // The queue kept the oldest ones.
  expect(stuck.slice(0, 64)).toEqual(Array.from({ length: 64 }, (_, i) => i));
  // Much more than its queue holds.
  await daemon.waitFor(() => reported(daemon, 'fine').length > 160);
  // At the stop nobody waits for room in a full queue any more: everything is to be there before.
  writeFileSync(join(daemon.dir, 'enough'), '');
  const [sent = 0] = await waitForReport<number>(daemon, 'sent');
  await daemon.waitFor(() => reported(daemon, 'fine').length >= sent);
  const ending = await daemon.stop();
  // While that one hung nothing was lost elsewhere.
  const fine = reported<number>(daemon, 'fine');
  expect(fine).toEqual(Array.from({ length: sent }, (_, i) => i));
  expect(daemon.csv('s/derive').length).toBe(sent);
  const drops =
    ending.log.match(/^\[warning\] .* value lists for the write callback nodejs\.stuck .*$/gm) ??
    [];
  expect(drops[0]).toMatch(
    /nodejs plugin: \d+ value lists for the write callback nodejs\.stuck \(\S*\/stuck\.ts:5:\d+\) were dropped: its queue of 64 is full and it does not keep up\./,
  );
  expect(drops.filter((line) => !line.includes('at shutdown'))).toHaveLength(1);
  const counted = drops.map((line) => Number(/\d+/.exec(line))).reduce((sum, n) => sum + n, 0);
  expect(counted + reported(daemon, 'stuck').length).toBe(sent);
});

test('unregistering from inside: what waits is dropped and the callback is not called again', async () => {
  const daemon = await startDaemon({
    config: (dir) =>
      `WriteThreads 1\n${nodejs(dir, 'Import "leaver"\nImport "stays"\nImport "source"')}`,
    files: {
      ...reporting,
      'leaver.ts': `
        import collectd from 'collectd';
        import { existsSync } from 'node:fs';
        import { report } from './report.ts';
        const id = collectd.register_write((vl) => {
          report('leaver', vl.values[0]);
          // The first one waits for the others, so that they come in one go.
          if (vl.values[0] === 0) return queued();
          if (vl.values[0] === 3) collectd.unregister_write(id);
        });
        async function queued(): Promise<void> {
          while (!existsSync(process.env.HOME + '/queued'))
            await new Promise((resolve) => setTimeout(resolve, 5));
        }`,
      'stays.ts': `
        import collectd from 'collectd';
        import { writeFileSync } from 'node:fs';
        import { report } from './report.ts';
        collectd.register_write((vl) => {
          if (vl.values[0] === 99) writeFileSync(process.env.HOME + '/queued', '');
          if (vl.values[0] === 199) report('all', true);
        });`,
      'source.ts': `
        import collectd, { Values } from 'collectd';
        let at = 0;
        collectd.register_read(() => {
          for (let i = 0; i < 100; i++, at++)
            new Values({ plugin: 'l', type: 'gauge', time: 1732177000 + at, meta: { at: 'x'.repeat(100) } })
              .dispatch({ values: [at] });
        });`,
    },
  });
  await waitForReport(daemon, 'all');
  await expect.poll(() => reported(daemon, 'leaver')).toEqual([0, 1, 2, 3]);
  const ending = await daemon.stop();
  expect(ending.status).toBe(0);
  expect(reported(daemon, 'leaver')).toEqual([0, 1, 2, 3]);
});
