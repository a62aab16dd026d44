// Statistics: what the plugin tells of itself arrives as values like any other.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { csv, type Daemon, nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport, waitForReports } from '../harness/reported.ts';

const numbers = (daemon: Daemon, identifier: string): number[] =>
  daemon.csv(`nodejs-${identifier}`).map(({ values }) => Number(values[0]));

/** The values that are there; NaN stands for an interval in which nothing happened. */
const known = (daemon: Daemon, identifier: string): number[] =>
  numbers(daemon, identifier).filter((value) => !Number.isNaN(value));

const last = (daemon: Daemon, identifier: string): number =>
  numbers(daemon, identifier).at(-1) ?? Number.NaN;

const modules = {
  ...reporting,
  'busy.ts': `
    import collectd, { Notification, Values } from 'collectd';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { report } from './report.ts';
    // A timer counts from the beginning of its turn of the event loop, which the one that blocks makes long.
    async function settled(ms: number): Promise<void> {
      const end = performance.now() + ms;
      while (performance.now() < end) await sleep(end - performance.now());
    }
    let reads = 0;
    collectd.register_read(async () => {
      await settled(60);
      new Values({ plugin: 'sent', type: 'gauge' }).dispatch({ values: [1] });
      new Notification({ severity: 4, message: 'again' }).dispatch();
      report('reads', ++reads);
    });
    collectd.register_read(() => { throw new Error('on purpose'); }, { name: 'failing', interval: 1 });
    collectd.register_read(() => {
      const end = performance.now() + 300;
      while (performance.now() < end);
    }, { name: 'blocking' });`,
  'sink.ts': `
    import collectd from 'collectd';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { report } from './report.ts';
    let written = 0;
    collectd.register_write(async (vl) => {
      if (vl.plugin !== 'sent') return;
      const end = performance.now() + 40;
      while (performance.now() < end) await sleep(end - performance.now());
      report('written', ++written);
    });
    collectd.register_write(() => { throw new Error('on purpose'); }, { name: 'failing', batch: true });
    collectd.register_notification((n) => report(
      'notified', [n.plugin, n.plugin_instance, n.type, n.type_instance, n.severity].join(' ')));
    collectd.register_match('odd', { match: () => { throw new Error('on purpose'); } });
    collectd.register_log(() => {});`,
};

const daemons = `LoadPlugin threshold
<Plugin threshold>
  <Plugin "nodejs">
    <Type "errors">
      FailureMax 0
    </Type>
  </Plugin>
</Plugin>
PreCacheChain "PreCache"
<Chain "PreCache">
  <Rule>
    <Match "nodejs">
      Name "odd"
    </Match>
    Target "stop"
  </Rule>
</Chain>
`;

test('workers and callbacks, once per interval', async () => {
  const daemon = await startDaemon({
    // One thread keeps the values in order: what comes with or before a row of csv that is there, is there, too.
    config: (dir) =>
      `${csv(dir)}${nodejs(dir, 'Statistics true\nImport "busy"\nImport "sink"')}${daemons}`,
    files: modules,
  });
  const reads = (await waitForReports(daemon, 'reads', 2)).length;
  await waitForReports(daemon, 'written', 5);
  for (const [identifier, least] of [
    ['busy/invocations-read', reads],
    ['sink/invocations-write', 5],
    ['sink/invocations-notification', 1],
    ['sink/invocations-log', 1],
    ['busy/errors-read-failing', 1],
    ['sink/errors-write-failing', 1],
    ['sink/errors-match-odd', 1],
  ] as const)
    await daemon.waitFor(
      () => last(daemon, identifier) >= least,
      undefined,
      () => `${identifier} of at least ${least}; it is ${last(daemon, identifier)}`,
    );
  // collectd's own thresholds see them.
  await daemon.waitFor(() =>
    reported(daemon, 'notified').includes('nodejs busy errors read-failing 1'),
  );
  // All that was done until then is in the next round, and that is complete when the one after it begins.
  const rounds = () => numbers(daemon, 'worker-1/memory-heap').length;
  const before = rounds();
  await daemon.waitFor(() => rounds() >= before + 2 && known(daemon, 'worker-1/memory-heap').at(2));

  // Counters only grow.
  const calls = numbers(daemon, 'busy/invocations-read');
  expect(calls).toEqual([...calls].sort((a, b) => a - b));
  expect(last(daemon, 'busy/errors-read')).toBe(0);
  expect(last(daemon, 'sink/errors-write')).toBe(0);

  // A promise counts until it is settled; the longest is never below the mean.
  for (const [name, least] of [
    ['busy/latency-read', 0.06],
    ['busy/latency-read-blocking', 0.3],
  ] as const) {
    // In this order, which is the other way round: for each longest value there is a mean.
    const upper = known(daemon, `${name}-upper`);
    const average = known(daemon, `${name}-average`);
    expect(upper.length).toBeGreaterThan(0);
    expect(Math.min(...average)).toBeGreaterThanOrEqual(least - 0.002);
    for (const [i, value] of upper.entries())
      expect(value).toBeGreaterThanOrEqual(average[i] ?? Number.NaN);
  }
  expect(Math.max(...known(daemon, 'sink/latency-write-upper'))).toBeGreaterThanOrEqual(0.038);

  for (const name of ['write', 'write-failing', 'log', 'notification']) {
    expect(numbers(daemon, `sink/queue_length-${name}`).length).toBeGreaterThan(0);
    expect(last(daemon, `sink/derive-${name}-dropped`)).toBe(0);
  }
  expect(last(daemon, 'busy/derive-read-skipped')).toBeGreaterThanOrEqual(0);

  // Worker 1 is blocked for 0.3 s again and again, and waits for that.
  for (const worker of ['worker-1', 'worker-2']) {
    expect(Math.min(...known(daemon, `${worker}/memory-heap`))).toBeGreaterThan(1_000_000);
    expect(Math.min(...known(daemon, `${worker}/latency-event_loop-average`))).toBeGreaterThan(0);
    expect(last(daemon, `${worker}/derive-restarts`)).toBe(0);
  }
  const ending = await daemon.stop();
  expect(ending.status).toBe(0);
  expect(ending.log).not.toMatch(/nodejs plugin: Statistics|uc_update: Value too old/);
});

test('a queue that is full and a worker that is blocked show while they are', async () => {
  const daemon = await startDaemon({
    config: (dir) =>
      `${csv(dir)}${nodejs(dir, 'Statistics true\nWriteQueueLimit 4\nTimeout 300\nImport "stuck"\nImport "blocked"\nImport "source"')}`,
    files: {
      ...reporting,
      'stuck.ts': `
        import collectd from 'collectd';
        collectd.register_write(() => new Promise<void>(() => {}));`,
      'blocked.ts': `
        import collectd from 'collectd';
        import { existsSync } from 'node:fs';
        import { report } from './report.ts';
        let calls = 0;
        collectd.register_read(() => {
          if (++calls !== 2) return;
          report('blocked', true);
          while (!existsSync(process.env.HOME + '/go'))
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
        });`,
      'source.ts': `
        import collectd, { Values } from 'collectd';
        collectd.register_read(() => {
          for (let i = 0; i < 10; i++)
            new Values({ plugin: 's', type: 'gauge', type_instance: String(i) }).dispatch({ values: [i] });
        });`,
    },
  });
  await waitForReport(daemon, 'blocked');
  await daemon.waitFor(() => last(daemon, 'stuck/queue_length-write') === 4);
  await daemon.waitFor(() => last(daemon, 'stuck/derive-write-dropped') > 0);
  await daemon.waitFor(() => last(daemon, 'worker-2/latency-event_loop-upper') > 1.5);
  await daemon.waitFor(() => last(daemon, 'blocked/derive-read-skipped') > 0);
  // Nothing has come back from the callback yet.
  await daemon.waitFor(() => last(daemon, 'stuck/invocations-write') === 0);
  expect(known(daemon, 'stuck/latency-write-average')).toEqual([]);
  writeFileSync(join(daemon.dir, 'go'), '');
  expect(await daemon.stop()).toMatchObject({ status: 0, signal: null });
});

test('without it nothing is reported', async () => {
  const daemon = await startDaemon({
    config: (dir) => `${csv(dir)}${nodejs(dir, 'Statistics false\nImport "busy"')}`,
    files: modules,
  });
  await daemon.waitFor(() => daemon.csv('sent/gauge').length > 2);
  expect(daemon.csv('nodejs-busy/invocations-read')).toEqual([]);
  expect(daemon.csv('nodejs-worker-1/memory-heap')).toEqual([]);
});

test('what types.db has no type for is told of once and left out', async () => {
  const daemon = await startDaemon({
    config: (dir) => `${csv(dir)}${nodejs(dir, 'Statistics true\nImport "busy"')}`,
    files: {
      ...modules,
      'types.db': 'gauge value:GAUGE:U:U\nlatency value:GAUGE:0:U\n',
    },
    // The arguments are -f, -C and the configuration.
    command: [
      'sh',
      '-c',
      'sed -i "s#/usr/share/collectd/types.db#$HOME/plugins/types.db#" "$3"; exec /usr/sbin/collectd "$@"',
      'collectd',
    ],
  });
  await daemon.waitFor(() => numbers(daemon, 'busy/latency-read-average').length > 2);
  const ending = await daemon.stop();
  expect(ending.status).toBe(0);
  const told = ending.log.match(/Statistics: types\.db has no type "\w+"/g) ?? [];
  expect(told.map((line) => /"(\w+)"/.exec(line)?.[1])).toEqual([
    'invocations',
    'errors',
    'queue_length',
    'derive',
    'memory',
  ]);
  expect(daemon.csv('nodejs-busy/invocations-read')).toEqual([]);
  expect(ending.log).not.toContain('Dataset not found');
});

test('a worker that is started again is counted, and its callbacks go on where they were', async () => {
  const daemon = await startDaemon({
    config: (dir) => `${csv(dir)}${nodejs(dir, 'Statistics true\nImport "mortal"')}`,
    files: {
      'mortal.ts': `
        import { register_read } from 'collectd';
        let calls = 0;
        register_read(() => { if (++calls === 4) process.exit(1); });`,
    },
  });
  // It ends again and again.
  await daemon.waitFor(() => numbers(daemon, 'worker-1/derive-restarts').includes(1));
  await daemon.waitFor(() => last(daemon, 'mortal/invocations-read') > 5);
  const calls = numbers(daemon, 'mortal/invocations-read');
  expect(calls).toEqual([...calls].sort((a, b) => a - b));
  // The call in which it ended has failed.
  expect(last(daemon, 'mortal/errors-read')).toBeGreaterThan(0);
  await daemon.waitFor(() => known(daemon, 'worker-1/memory-heap').length > 5);
});
