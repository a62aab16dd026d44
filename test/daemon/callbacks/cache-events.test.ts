// register_missing and register_cache_event.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const listener = `
import collectd, { type CacheEvent } from 'collectd';
import { report, thrown } from './report.ts';
const show = ({ kind, name, values }: CacheEvent) =>
  [kind, name, values && [values.plugin, values.values, values.meta, values.interval]];
collectd.register_cache_event((event) => { if (event.name.includes('/seen')) report('all', show(event)); });
collectd.register_cache_event((event, data) => { if (event.name.includes('/seen')) report('few', [...show(event), data]); },
  { name: 'few', kinds: ['update'], bigint: true, data: 7 } as never);
const gone = collectd.register_cache_event((event) => report('gone', show(event)), { name: 'gone', kinds: ['new'] });
collectd.unregister_cache_event(gone);
// Taken back while collectd runs.
const early = () => report('early', true);
collectd.register_cache_event(early, { name: 'early' });
collectd.register_missing((vl) => {
  if (vl.plugin === 'seen')
    report('missing', [vl.host, vl.plugin, vl.plugin_instance, vl.type, vl.type_instance, vl.time, vl.interval, vl.values, vl.meta]);
});
collectd.register_missing(async (vl, data: unknown) => {
  await new Promise((go) => setImmediate(go));
  if (vl.plugin === 'seen') report('second', data);
}, { name: 'second', data: 'd' } as never);
report('refused', [
  thrown(() => collectd.register_cache_event(() => {}, { name: 'x', kinds: ['newer' as never] })),
  thrown(() => collectd.register_cache_event(() => {}, { name: 'x', kinds: 'new' as never })),
  thrown(() => collectd.register_cache_event(() => {}, { name: 'x', colour: 1 } as never)),
  thrown(() => collectd.register_missing(() => {})),
  thrown(() => collectd.unregister_missing('nodejs.nobody')),
]);
collectd.register_read(() => {
  collectd.unregister_cache_event(early);
  report('late', [
    thrown(() => collectd.register_missing(() => {}, { name: 'late' })),
    thrown(() => collectd.register_cache_event(() => {}, { name: 'late' })),
  ]);
}, 3600);
`;

/** An entry that may expire only when it has been updated: its first list has an interval of an hour. */
const source = `
import collectd, { Values } from 'collectd';
collectd.register_read(() => {
  const vl = new Values({ plugin: 'seen', plugin_instance: 'a-b', type: 'if_octets', type_instance: 'c', meta: { n: 1n } });
  vl.dispatch({ values: [1, 2n ** 60n], time: 1732177000, interval: 3600 });
  vl.dispatch({ values: [2, 2n ** 60n], time: 1732177001, interval: 0.5 });
  new Values({ plugin: 'after', type: 'gauge', interval: 3600 }).dispatch({ values: [1] });
}, 3600);
`;

test('new, update and expired entries, and what is missing', async () => {
  const daemon = await startDaemon({
    interval: 0.5,
    config: (dir) => `WriteThreads 1\n${nodejs(dir, 'Import "listener"\nImport "source"')}`,
    files: { ...reporting, 'listener.ts': listener, 'source.ts': source },
  });
  const name = 'testhost/seen-a-b/if_octets-c';
  await expect
    .poll(() => reported(daemon, 'missing'))
    .toEqual([['testhost', 'seen', 'a-b', 'if_octets', 'c', 1732177001, 0.5, [], {}]]);
  await expect.poll(() => reported(daemon, 'second')).toEqual(['d']);
  await expect
    .poll(() => reported(daemon, 'all'))
    .toEqual([
      ['new', name, ['seen', [1, 2 ** 60], { n: expect.anything() }, 3600]],
      ['update', name, ['seen', [2, 2 ** 60], { n: expect.anything() }, 0.5]],
      ['expired', name, null],
    ]);
  await expect
    .poll(() => reported(daemon, 'few'))
    .toEqual([
      ['update', name, ['seen', ['2n', `${2n ** 60n}n`], { n: expect.anything() }, 0.5], 7],
    ]);
  expect(reported(daemon, 'gone')).toEqual([]);
  const [refused] = await waitForReport<string[]>(daemon, 'refused');
  expect(refused?.map((text) => text.split(': ')[0])).toEqual([
    'TypeError ERR_COLLECTD_INVALID_ARGUMENT',
    'TypeError ERR_COLLECTD_INVALID_ARGUMENT',
    'TypeError ERR_COLLECTD_INVALID_ARGUMENT',
    'Error ERR_COLLECTD_DUPLICATE',
    'Error ERR_COLLECTD_NOT_REGISTERED',
  ]);
  expect(refused?.[0]).toContain('unknown kind "newer"; there are new, update, expired');
  const [late] = await waitForReport<string[]>(daemon, 'late');
  for (const text of late ?? ['']) expect(text).toContain('Error ERR_COLLECTD_TOO_LATE');
  expect((await daemon.stop()).status).toBe(0);
});

test('a callback that subscribes to nothing later sees new entries only; more than 32 callbacks are one for collectd', async () => {
  const daemon = await startDaemon({
    config: (dir) => `WriteThreads 1\n${nodejs(dir, 'Import "listener"\nImport "source"')}`,
    files: {
      ...reporting,
      'listener.ts': `
        import collectd from 'collectd';
        import { report } from './report.ts';
        for (let i = 0; i < 40; i++)
          collectd.register_cache_event(({ kind, name }) => { report('kind', [i, kind, name]); }, { name: 'l' + i, kinds: ['new'] });`,
      'source.ts': source,
    },
  });
  // The update comes between them: who is told of the second one was not told of that.
  const names = ['testhost/seen-a-b/if_octets-c', 'testhost/after/gauge'];
  const wanted = Array.from({ length: 40 }, (_, i) => names.map((name) => [i, 'new', name])).flat();
  const inOrder = () => reported<[number]>(daemon, 'kind').sort(([a], [b]) => a - b);
  await expect.poll(inOrder).toEqual(wanted);
  expect((await daemon.stop()).status).toBe(0);
  expect(inOrder()).toEqual(wanted);
  expect(daemon.log()).not.toContain('cache event callbacks');
});

test('events that a callback does not keep up with are dropped, and collectd goes on', async () => {
  const daemon = await startDaemon({
    // The first event stays in hand until the end.
    config: (dir) =>
      nodejs(dir, 'WriteQueueLimit 100\nTimeout 600\nImport "stuck"\nImport "source"'),
    files: {
      ...reporting,
      'stuck.ts': `
        import collectd from 'collectd';
        collectd.register_cache_event(() => new Promise(() => {}));`,
      'source.ts': `
        import collectd, { Values } from 'collectd';
        import { report } from './report.ts';
        collectd.register_init(() => {
          const vl = new Values({ plugin: 'many', type: 'gauge', values: [1] });
          for (let i = 0; i < 500; i++) vl.dispatch({ type_instance: 'i' + i });
        });
        let seen = 0;
        collectd.register_write(() => { seen++; });
        // A busy machine may fill the queue of this one, too.
        const timer = setInterval(() => {
          if (seen + collectd.dropped() !== 500) return;
          clearInterval(timer);
          report('written', seen);
        }, 50);`,
    },
  });
  await waitForReport(daemon, 'written');
  await daemon.waitForLog(
    /value lists for the cache_event callback nodejs\.stuck \(\S+stuck\.ts:3:18\) were dropped: its queue of 100 is full and it does not keep up/,
  );
  const { log, status } = await daemon.stop();
  expect(status).toBe(0);
  const dropped = [
    ...log.matchAll(/(\d+) value lists for the cache_event callback .* were dropped/g),
  ];
  expect(dropped.map(([, count]) => Number(count)).reduce((sum, count) => sum + count)).toBe(500);
});

test('what a callback throws is logged', async () => {
  const daemon = await startDaemon({
    interval: 0.5,
    config: (dir) => nodejs(dir, 'Import "broken"\nImport "source"'),
    files: {
      'broken.ts': `
        import collectd, { CollectdError } from 'collectd';
        collectd.register_cache_event(() => { throw new Error('event'); });
        collectd.register_missing(() => { throw new CollectdError('gone'); });`,
      'source.ts': source,
    },
  });
  await daemon.waitForLog(
    /^\[error\] Unhandled nodejs exception in cache event callback: Error: event \(broken, \S+broken\.ts:3:\d+\)$/m,
  );
  await daemon.waitForLog(/^\[warning\] CollectdError in missing callback: gone \(broken\)$/m);
});
