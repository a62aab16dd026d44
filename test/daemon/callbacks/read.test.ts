// Read callbacks: never two at a time, failures reach collectd's back-off, options.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodejs, runDaemon, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const start = (text: string, lines = '') =>
  startDaemon({
    config: (dir) => nodejs(dir, `${lines}\nImport "reader"`),
    files: {
      ...reporting,
      'reader.ts': `
        import collectd, { CollectdError, Values } from 'collectd';
        import { existsSync } from 'node:fs';
        import { setTimeout as sleep } from 'node:timers/promises';
        import { report, thrown } from './report.ts';
        ${text}`,
    },
  });

const suspended = (name: string, seconds: string) =>
  new RegExp(`read-function of plugin .nodejs\\.${name}. failed\\. Will suspend it for ${seconds}`);

test('name, interval and data; a bare number is the interval', async () => {
  const daemon = await start(`
    const seen = (name: string) => (...args: unknown[]) => report(name, args);
    report('identifiers', [
      collectd.register_read(seen('plain'), { name: 'plain' }),
      collectd.register_read(seen('bare'), { name: 'bare', interval: 0.2 }),
      collectd.register_read(seen('data') as never, { name: 'data', data: [1] } as never),
      collectd.register_read(seen('null') as never, { name: 'null', data: null } as never),
    ]);
    const interval = (name: string) => () => new Values({ type: 'gauge', type_instance: name }).dispatch({ values: [1] });
    collectd.register_read(interval('number'), 0.5);
    collectd.register_write((vl) => report(vl.type_instance, vl.interval));`);
  await daemon.waitFor(() => reported(daemon, 'bare').length >= 5);
  expect(reported(daemon, 'identifiers')).toEqual([
    ['nodejs.plain', 'nodejs.bare', 'nodejs.data', 'nodejs.null'],
  ]);
  expect((await waitForReport(daemon, 'plain'))[0]).toEqual([]);
  expect((await waitForReport(daemon, 'data'))[0]).toEqual([[1]]);
  expect((await waitForReport(daemon, 'null'))[0]).toEqual([null]);
  expect((await waitForReport(daemon, 'number'))[0]).toBe(0.5);
});

test('what is no interval, option or callback is refused', async () => {
  const daemon = await start(`
    const read = (options: unknown) => thrown(() => collectd.register_read(() => {}, options as never));
    report('thrown', [-1, NaN, Infinity, { interval: -0.5 }, { interval: '1' }, { interval: 1e9 }, { colour: 1 },
      { batch: true }, { name: 5 }, { name: '' }, null, 'nodejs'].map(read));
    report('thrown', [thrown(() => collectd.register_read(5 as never))]);`);
  await daemon.waitForLog(/Initialization complete/);
  const [options, callback] = reported<string[]>(daemon, 'thrown');
  const range = 'RangeError ERR_COLLECTD_OUT_OF_RANGE';
  const type = 'TypeError ERR_COLLECTD_INVALID_ARGUMENT';
  expect(options?.map((error) => error.split(':')[0])).toEqual([
    range,
    range,
    range,
    range,
    type,
    range,
    type,
    type,
    type,
    type,
    type,
    type,
  ]);
  expect(callback).toEqual([`${type}: register_read: the callback must be a function`]);
});

test('a failing read makes collectd ask less and less often, a successful one ends that', async () => {
  const daemon = await start(`
    let count = 0;
    const is = (name: string) => existsSync(process.env.HOME + '/' + name);
    collectd.register_read(() => {
      count++;
      if (is('works') && !is('broken again')) report('works', count);
      else throw new Error('broken ' + count);
    });
    collectd.register_read(async () => { throw new CollectdError('expected'); }, { name: 'expected' });`);
  await daemon.waitForLog(suspended('reader', '2\\.000'));
  await daemon.waitForLog(suspended('expected', '2\\.000'));
  await daemon.waitForLog(suspended('reader', '4\\.000'));
  writeFileSync(join(daemon.dir, 'works'), '');
  await waitForReport(daemon, 'works');
  writeFileSync(join(daemon.dir, 'broken again'), '');
  const shortest = () => daemon.log().match(new RegExp(suspended('reader', '2\\.000'), 'g'));
  await expect.poll(shortest).toHaveLength(2);
  const log = daemon.log();
  expect(log).toMatch(
    /\[error\] Unhandled nodejs exception in read callback: Error: broken 1 \(reader, \S*\/reader\.ts:\d+:\d+\)/,
  );
  expect(log).toContain(
    '[warning] CollectdError in read callback: expected (reader, nodejs.expected)',
  );
});

test('a long read never overlaps itself; what it throws is the status of the next due call', async () => {
  const daemon = await start(`
    let running = 0;
    collectd.register_read(async () => {
      report('running', ++running);
      // Longer than two intervals.
      await sleep(2500);
      running--;
      throw new Error('late');
    });`);
  await daemon.waitForLog(suspended('reader', '2\\.000'));
  // The due call that reports the failure starts the next run.
  await daemon.waitFor(() => reported(daemon, 'running').length >= 2);
  expect(new Set(reported(daemon, 'running'))).toEqual(new Set([1]));
  expect(daemon.log()).toContain('Unhandled nodejs exception in read callback: Error: late');
});

test('a read that never settles is given up at its deadline and tried again', {
  timeout: 90_000,
}, async () => {
  const daemon = await start(`
    collectd.register_read(() => { report('run', 1); return new Promise<void>(() => {}); });
    collectd.register_read(() => report('other', 1), { name: 'other' });`);
  await daemon.waitForLog(
    /\[error\] nodejs plugin: The read callback nodejs\.reader \(\S*\/reader\.ts:\d+:\d+\) has not finished within 10 s\./,
  );
  await daemon.waitForLog(suspended('reader', '2\\.000'));
  // The other one goes on meanwhile.
  expect(reported(daemon, 'other').length).toBeGreaterThan(1);
  await daemon.waitFor(() => reported(daemon, 'run').length > 1);
  const ending = await daemon.stop();
  expect(ending.status).toBe(0);
});

test('reads can be registered and taken back while collectd runs', async () => {
  const daemon = await start(`
    let count = 0, hasRun = false, taken = 0;
    const late = () => { hasRun = true; report('ran', count); };
    collectd.register_read(() => {
      count++;
      if (count === 2) report('late', collectd.register_read(late, { name: 'late', interval: 0.1 }));
      if (hasRun && taken === 0) {
        collectd.unregister_read('nodejs.late');
        report('taken', taken = count);
      }
      if (taken > 0 && count === taken + 4)
        collectd.register_read(() => report('again', count), { name: 'late' });
    }, 0.25);`);
  const [taken = 0] = await waitForReport<number>(daemon, 'taken');
  await waitForReport(daemon, 'again');
  expect(reported(daemon, 'late')).toEqual(['nodejs.late']);
  const ran = reported<number>(daemon, 'ran');
  expect(ran.length).toBeGreaterThan(0);
  expect(Math.min(...ran)).toBeGreaterThanOrEqual(2);
  // A call that is due just then may still come.
  expect(Math.max(...ran)).toBeLessThanOrEqual(taken);
});

test('a read may take itself back', async () => {
  const daemon = await start(`
    function once(): void { report('once', 1); collectd.unregister_read(once); }
    collectd.register_read(once, { name: 'once', interval: 0.1 });
    collectd.register_read(() => report('steady', 1), 0.1);`);
  await daemon.waitFor(() => reported(daemon, 'steady').length >= 10);
  expect(reported(daemon, 'once')).toEqual([1]);
});

test('-T waits for a slow read, and fails with it', async () => {
  const run = (end: string) =>
    runDaemon({
      args: ['-T'],
      config: (dir) => nodejs(dir, 'Import "reader"'),
      files: {
        'reader.ts': `import collectd from 'collectd';
          collectd.register_read(async () => {
            // Longer than the interval, and than a read thread waits otherwise.
            await new Promise((resolve) => setTimeout(resolve, 1500));
            collectd.info('read has finished');
            ${end}
          });`,
      },
    });
  const good = await run('');
  expect(good.log).toContain('read has finished');
  expect(good.status).toBe(0);
  const bad = await run(`throw new Error('no');`);
  expect(bad.log).toContain('Unhandled nodejs exception in read callback: Error: no');
  expect(bad.status).toBe(1);
});
