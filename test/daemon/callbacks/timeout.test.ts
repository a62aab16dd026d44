// Timeout: what becomes of callbacks whose promise is not settled in time, and signal().
import { expect, test } from 'vitest';
import { check, logged } from '../fixtures/plugin.ts';
import { type Daemon, nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const start = (text: string, lines = 'Timeout 0.5\nImport "slow"', more = {}): Promise<Daemon> =>
  startDaemon({
    config: (dir) => nodejs(dir, lines),
    files: {
      ...reporting,
      'slow.ts': `import collectd, { Notification, Values } from 'collectd';
import { report, thrown } from './report.ts';
const never = () => new Promise<void>(() => {});
${text}`,
      ...more,
    },
  });

const overdue = (log: string): string[] =>
  logged(log, 'error')
    .filter((line) => line.includes('has not finished'))
    .map((line) => line.replaceAll(/\/\S+\/slow\.ts/g, '<file>'));

test('a promise that is never settled is reported, once a minute for each callback, and the next call follows', async () => {
  const daemon = await start(`
let calls = 0;
collectd.register_read(() => {
  new Values({ type: 'gauge', plugin: 'x' }).dispatch({ values: [++calls] });
  if (calls === 1) {
    for (const message of ['a', 'b'])
      new Notification({ message, severity: collectd.NOTIF_OKAY }).dispatch();
    collectd.flush();
    collectd.info('one');
    collectd.info('two');
  }
});
collectd.register_init(never);
collectd.register_read(() => { report('read', 1); return never(); }, { name: 'read' });
collectd.register_write((vl) => { report('write', vl.values[0]); return never(); }, { name: 'write' });
collectd.register_flush(() => { report('flush', 1); return never(); }, { name: 'flush' });
collectd.register_notification((n) => { report('notification', n.message); return never(); }, { name: 'notification' });
collectd.register_log((_, text) => {
  if (text === 'one' || text === 'two') { report('log', text); return never(); }
  return undefined;
}, { name: 'log' });`);
  await daemon.waitFor(() => reported(daemon, 'write').length >= 3);
  await daemon.waitFor(() => reported(daemon, 'read').length >= 2);
  await daemon.waitFor(() => reported(daemon, 'notification').length === 2);
  await daemon.waitFor(() => reported(daemon, 'log').length === 2);
  await daemon.waitForLog(/The flush callback/);
  const ending = await daemon.stop();
  expect(ending.status).toBe(0);
  expect(reported(daemon, 'write').slice(0, 3)).toEqual([1, 2, 3]);
  expect(reported(daemon, 'notification')).toEqual(['a', 'b']);
  const lines = overdue(ending.log);
  const times = (text: string) => lines.filter((line) => line === `nodejs plugin: ${text}`).length;
  expect(times('The init callback nodejs.slow (<file>:16:10) has not finished within 0.5 s.')).toBe(
    1,
  );
  expect(times('The read callback nodejs.read (<file>:17:10) has not finished within 0.5 s.')).toBe(
    1,
  );
  expect(
    times('The write callback nodejs.write (<file>:18:10) has not finished within 0.5 s.'),
  ).toBe(1);
  expect(
    times(
      'The notification callback nodejs.notification (<file>:20:10) has not finished within 0.5 s.',
    ),
  ).toBe(1);
  expect(
    times('The flush callback nodejs.flush (<file>:19:10) has not finished within 0.5 s.'),
  ).toBe(1);
  expect(times('The log callback nodejs.log (<file>:21:10) has not finished within 0.5 s.')).toBe(
    1,
  );
});

test('an import and a config callback that are overdue', async () => {
  const { status, log } = await check(
    'Timeout 0.3\nImport "slow"\nImport "other"\n<Module other>\nKey 1\n</Module>',
    {
      files: {
        'slow.mjs': 'await new Promise(() => {});',
        'other.ts': `import collectd from 'collectd';\ncollectd.register_config(() => new Promise(() => {}));`,
      },
    },
  );
  expect(status).toBe(1);
  expect(logged(log, 'error').map((line) => line.replaceAll(/\/\S+\//g, ''))).toEqual([
    'nodejs plugin: Module "slow" (slow.mjs): its import has not finished within 0.3 s.',
    'nodejs plugin: The config callback nodejs.other (other.ts:2:10) has not finished within 0.3 s.',
  ]);
});

test("a callback's own timeout, that of its <Import>, and that of all", async () => {
  const text = `import collectd from 'collectd';
collectd.register_read(() => new Promise(() => {}));
collectd.register_read(() => new Promise(() => {}), { name: import.meta.url.slice(-4, -3) + '.own', timeout: 0.2 });`;
  const daemon = await start('', 'Timeout 0.4\nImport "a"\n<Import "b">\nTimeout 0.6\n</Import>', {
    'a.ts': text,
    'b.ts': text,
  });
  const said = (name: string, seconds: string) =>
    daemon.waitForLog(
      new RegExp(
        `The read callback nodejs\\.${name} \\(.*\\) has not finished within ${seconds} s`,
      ),
    );
  await said('a', '0\\.4');
  await said('b', '0\\.6');
  await said('a\\.own', '0\\.2');
  await said('b\\.own', '0\\.2');
});

test('signal() fires at the deadline and at the stop, for the callback that asked, and not after it', async () => {
  const daemon = await start(
    `
import { setTimeout as sleep } from 'node:timers/promises';
let calls = 0;
collectd.register_read(async () => {
  const signal = collectd.signal();
  report('same', signal === collectd.signal());
  const began = performance.now();
  try { await sleep(60_000, undefined, { signal }); } catch (error) {
    const { reason } = signal;
    report('deadline', [(error as Error).name, reason.name, Math.round((performance.now() - began) / 100)]);
  }
}, { name: 'read', timeout: 0.5 });
collectd.register_read(async () => {
  await sleep(10);
  const signal = collectd.signal();
  signal.addEventListener('abort', () => report('late', 1));
  report('awaited', signal.aborted);
}, { name: 'short', timeout: 0.5 });
collectd.register_write(async () => {
  if (calls++ === 3) {
    report('hangs', 1);
    await sleep(60_000, undefined, { signal: collectd.signal() });
  } else await sleep(1, undefined, { signal: collectd.signal() });
});
collectd.register_read(() => new Values({ type: 'gauge', plugin: 'x' }).dispatch({ values: [1] }), { name: 'feed', interval: 0.1 });`,
    'Timeout 60\nImport "slow"',
  );
  await waitForReport(daemon, 'deadline');
  await waitForReport(daemon, 'awaited');
  await waitForReport(daemon, 'hangs');
  const ending = await daemon.stop();
  expect(ending.status).toBe(0);
  // The hanging write was told to stop: otherwise it would have used up the ShutdownTimeout.
  expect(ending.seconds).toBeLessThan(3);
  expect(logged(ending.log, 'error').filter((line) => line.includes('write callback'))).toEqual([]);
  expect(reported(daemon, 'same')[0]).toBe(true);
  expect(reported<unknown[]>(daemon, 'deadline')[0]?.slice(0, 2)).toEqual([
    'AbortError',
    'TimeoutError',
  ]);
  expect(reported(daemon, 'awaited')[0]).toBe(false);
  expect(reported(daemon, 'late')).toEqual([]);
});

test.each(['ts', 'mjs'])(
  'signal() after an await is that of its own call (%s)',
  async (extension) => {
    const file = `reads.${extension}`;
    const daemon = await startDaemon({
      config: (dir) => nodejs(dir, 'Import "reads"'),
      files: {
        [file]: `import { register_read, signal } from 'collectd';
import { setTimeout as sleep } from 'node:timers/promises';
[0.6, 30, 1.2].forEach((timeout, i) => register_read(async () => {
  // All of them run by the time that the first one asks.
  await sleep(200 + 100 * i);
  const own = signal();
  await new Promise((resolve) => own.addEventListener('abort', resolve));
  console.log('aborted', i, own.reason.message);
}, { name: 'read' + i, timeout, interval: 100 }));`,
      },
    });
    for (const [i, seconds] of [
      [0, 0.6],
      [2, 1.2],
    ])
      await daemon.waitForLog(
        new RegExp(
          `aborted ${i} The read callback nodejs\\.read${i} .* within ${seconds} s\\.$`,
          'm',
        ),
      );
    await daemon.stop();
    expect(daemon.log()).toMatch(/aborted 1 collectd is being stopped$/m);
  },
);
