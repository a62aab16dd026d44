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
  await new Promise((go) => setTimeout(go, 1));
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

const source = `
import collectd, { Values } from 'collectd';
let rounds = 0;
collectd.register_read(() => {
  if (++rounds > 2) return;
  new Values({ plugin: 'seen', plugin_instance: 'a-b', type: 'if_octets', type_instance: 'c', meta: { n: 1n } })
    .dispatch({ values: [rounds, 2n ** 60n] });
}, 0.5);
`;

test('new, update and expired entries, and what is missing', async () => {
  const daemon = await startDaemon({
    interval: 0.5,
    config: (dir) => `Timeout 3\n${nodejs(dir, 'Import "listener"\nImport "source"')}`,
    files: { ...reporting, 'listener.ts': listener, 'source.ts': source },
  });
  const name = 'testhost/seen-a-b/if_octets-c';
  await waitForReport(daemon, 'second');
  const missing = await waitForReport<unknown[]>(daemon, 'missing');
  expect(missing).toEqual([
    ['testhost', 'seen', 'a-b', 'if_octets', 'c', expect.any(Number), 0.5, [], {}],
  ]);
  expect(reported(daemon, 'second')).toEqual(['d']);
  await daemon.waitFor(() => reported<unknown[]>(daemon, 'all').length === 3);
  expect(reported(daemon, 'all')).toEqual([
    ['new', name, ['seen', [1, 2 ** 60], { n: expect.anything() }, 0.5]],
    ['update', name, ['seen', [2, 2 ** 60], { n: expect.anything() }, 0.5]],
    ['expired', name, null],
  ]);
  expect(reported(daemon, 'few')).toEqual([
    ['update', name, ['seen', ['2n', `${2n ** 60n}n`], { n: expect.anything() }, 0.5], 7],
  ]);
  expect(reported(daemon, 'gone')).toEqual([]);
  const refused = reported<string[]>(daemon, 'refused')[0];
  expect(refused?.map((text) => text.split(': ')[0])).toEqual([
    'TypeError ERR_COLLECTD_INVALID_ARGUMENT',
    'TypeError ERR_COLLECTD_INVALID_ARGUMENT',
    'TypeError ERR_COLLECTD_INVALID_ARGUMENT',
    'Error ERR_COLLECTD_DUPLICATE',
    'Error ERR_COLLECTD_NOT_REGISTERED',
  ]);
  expect(refused?.[0]).toContain('unknown kind "newer"; there are new, update, expired');
  const late = reported<string[]>(daemon, 'late')[0];
  for (const text of late ?? ['']) expect(text).toContain('Error ERR_COLLECTD_TOO_LATE');
  expect((await daemon.stop()).status).toBe(0);
});

test('a callback that subscribes to nothing later sees new entries only; more than 32 callbacks are one for collectd', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "listener"\nImport "source"'),
    files: {
      ...reporting,
      'listener.ts': `
        import collectd from 'collectd';
        import { report } from './report.ts';
        for (let i = 0; i < 40; i++)
          collectd.register_cache_event(({ kind }) => { report('kind', [i, kind]); }, { name: 'l' + i, kinds: ['new'] });`,
      'source.ts': `${source}
        collectd.register_write(({ values }) => { if (rounds > 2) console.log('two rounds'); });
        collectd.register_read(() => new Values({ plugin: 'tick', type: 'gauge' }).dispatch({ values: [1] }), { name: 'tick', interval: 0.3 });`,
    },
  });
  await daemon.waitForLog(/two rounds/);
  expect((await daemon.stop()).status).toBe(0);
  const kinds = reported<[number, string]>(daemon, 'kind');
  // Two identifiers, each new once, for each callback.
  expect(kinds).toHaveLength(80);
  expect(new Set(kinds.map(([, kind]) => kind))).toEqual(new Set(['new']));
  expect(daemon.log()).not.toContain('cache event callbacks');
});

test('events that a callback does not keep up with are dropped, and collectd goes on', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'WriteQueueLimit 100\nImport "stuck"\nImport "source"'),
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
        collectd.register_write(() => { if (++seen === 500) report('written', seen); });`,
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
