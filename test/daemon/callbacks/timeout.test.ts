// Timeout: what becomes of callbacks whose promise is not settled in time, and signal().
import { expect, test } from 'vitest';
import { check, logged } from '../fixtures/plugin.ts';
import { type Daemon, nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

// A deadline of a module is that of its import, too, which a busy machine has to keep.
const start = (text: string, lines = 'Timeout 3\nImport "slow"', more = {}): Promise<Daemon> =>
  startDaemon({
    config: (dir) => `WriteThreads 1\n${nodejs(dir, lines)}`,
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
  await expect.poll(() => reported(daemon, 'write').slice(0, 3)).toEqual([1, 2, 3]);
  await expect.poll(() => reported(daemon, 'read').length).toBeGreaterThan(1);
  await expect.poll(() => reported(daemon, 'notification')).toEqual(['a', 'b']);
  await expect.poll(() => reported(daemon, 'log')).toEqual(['one', 'two']);
  await daemon.waitForLog(/The flush callback/);
  const ending = await daemon.stop();
  expect(ending.status).toBe(0);
  const lines = overdue(ending.log);
  const times = (text: string) => lines.filter((line) => line === `nodejs plugin: ${text}`).length;
  expect(times('The init callback nodejs.slow (<file>:16:10) has not finished within 3 s.')).toBe(
    1,
  );
  expect(times('The read callback nodejs.read (<file>:17:10) has not finished within 3 s.')).toBe(
    1,
  );
  expect(times('The write callback nodejs.write (<file>:18:10) has not finished within 3 s.')).toBe(
    1,
  );
  expect(
    times(
      'The notification callback nodejs.notification (<file>:20:10) has not finished within 3 s.',
    ),
  ).toBe(1);
  expect(times('The flush callback nodejs.flush (<file>:19:10) has not finished within 3 s.')).toBe(
    1,
  );
  expect(times('The log callback nodejs.log (<file>:21:10) has not finished within 3 s.')).toBe(1);
});

test('an import and a config callback that are overdue', async () => {
  const { status, log } = await check(
    'Timeout 3\nImport "slow"\nImport "other"\n<Module other>\nKey 1\n</Module>',
    {
      files: {
        'slow.mjs': 'await new Promise(() => {});',
        'other.ts': `import collectd from 'collectd';\ncollectd.register_config(() => new Promise(() => {}));`,
      },
    },
  );
  expect(status).toBe(1);
  expect(logged(log, 'error').map((line) => line.replaceAll(/\/\S+\//g, ''))).toEqual([
    'nodejs plugin: Module "slow" (slow.mjs): its import has not finished within 3 s.',
    'nodejs plugin: The config callback nodejs.other (other.ts:2:10) has not finished within 3 s.',
  ]);
});

test("a callback's own timeout, that of its <Import>, and that of all", async () => {
  const text = `import collectd from 'collectd';
collectd.register_read(() => new Promise(() => {}));
collectd.register_read(() => new Promise(() => {}), { name: import.meta.url.slice(-4, -3) + '.own', timeout: 0.5 });`;
  const daemon = await start('', 'Timeout 3\nImport "a"\n<Import "b">\nTimeout 4\n</Import>', {
    'a.ts': text,
    'b.ts': text,
  });
  const said = (name: string, seconds: string) =>
    daemon.waitForLog(
      new RegExp(
        `The read callback nodejs\\.${name} \\(.*\\) has not finished within ${seconds} s`,
      ),
    );
  await said('a', '3');
  await said('b', '4');
  await said('a\\.own', '0\\.5');
  await said('b\\.own', '0\\.5');
});

test('signal() fires at the deadline and at the stop, for the callback that asked, and not after it', async () => {
  const daemon = await start(
    `
import { setTimeout as sleep } from 'node:timers/promises';
let calls = 0;
const waiting = async () => {
  const signal = collectd.signal();
  report('same', signal === collectd.signal());
  try { await sleep(600_000, undefined, { signal }); } catch (error) {
    report('deadline', [(error as Error).name, signal.reason.name]);
  }
};
let isOver = false;
collectd.register_read(async () => {
  if (isOver) return;
  await sleep(10);
  const signal = collectd.signal();
  signal.addEventListener('abort', () => report('late', 1));
  report('awaited', signal.aborted);
  isOver = true;
  // Its deadline comes after the one that this call would have had.
  setImmediate(() => collectd.register_read(waiting, { name: 'waiting', timeout: 3 }));
}, { name: 'short', timeout: 3 });
collectd.register_write(async () => {
  if (calls++ === 3) {
    report('hangs', 1);
    await sleep(600_000, undefined, { signal: collectd.signal() });
  } else await sleep(1, undefined, { signal: collectd.signal() });
});
collectd.register_read(() => new Values({ type: 'gauge', plugin: 'x' }).dispatch({ values: [1] }), { name: 'feed', interval: 0.1 });`,
    'Timeout 600\nShutdownTimeout 120\nImport "slow"',
  );
  const [deadline] = await waitForReport(daemon, 'deadline');
  expect(deadline).toEqual(['AbortError', 'TimeoutError']);
  expect(reported(daemon, 'awaited')).toEqual([false]);
  expect(reported(daemon, 'late')).toEqual([]);
  expect(reported(daemon, 'same')[0]).toBe(true);
  await waitForReport(daemon, 'hangs');
  const ending = await daemon.stop();
  expect(ending.status).toBe(0);
  // The hanging write was told to stop: otherwise it would have used up its share of the
  // ShutdownTimeout, which is more than a minute.
  expect(ending.seconds).toBeLessThan(45);
  expect(logged(ending.log, 'error').filter((line) => line.includes('write callback'))).toEqual([]);
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
let begun = 0, allHaveBegun;
const all = new Promise((resolve) => { allHaveBegun = resolve; });
[1, 600, 2].forEach((timeout, i) => register_read(async () => {
  if (++begun === 3) allHaveBegun();
  await all;
  await sleep(10);
  const own = signal();
  console.log('asked', i);
  await new Promise((resolve) => own.addEventListener('abort', resolve));
  console.log('aborted', i, own.reason.message);
}, { name: 'read' + i, timeout, interval: 100 }));`,
      },
    });
    await daemon.waitForLog(/asked 1$/m);
    for (const [i, seconds] of [
      [0, 1],
      [2, 2],
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
