// dispatch_multivalue: one call, a list for each type instance.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const source = `
import collectd, { dispatch_multivalue } from 'collectd';
import { report, thrown } from './report.ts';
collectd.register_read(() => {
  dispatch_multivalue({ plugin: 'plain', plugin_instance: 'i', type: 'memory', values: { used: 30, free: 70n, odd: NaN },
    meta: { m: 'x' }, interval: 7, host: 'h' });
  dispatch_multivalue({ plugin: 'share', type: 'memory', values: { used: 30, free: 10n, odd: NaN }, percent: true, time: 1732177000 });
  dispatch_multivalue({ plugin: 'nothing', type: 'memory', values: { a: 0, b: 0 }, percent: true });
  dispatch_multivalue({ plugin: 'whole', type: 'derive', values: { a: 7.9, b: 2n ** 60n } });
  dispatch_multivalue({ plugin: 'none', type: 'gauge', values: {} });
  const good = { plugin: 'refused', type: 'derive', values: { a: 1 } };
  report('refused', [
    thrown(() => dispatch_multivalue({ ...good, values: { a: 1, b: NaN } })),
    thrown(() => dispatch_multivalue({ ...good, values: { a: 1, b: '1' as never } })),
    thrown(() => dispatch_multivalue({ ...good, values: { a: 1, b: '1' as never }, percent: true })),
    thrown(() => dispatch_multivalue({ ...good, values: { a: 1, 'b\\0': 1 } })),
    thrown(() => dispatch_multivalue({ ...good, values: [1] as never })),
    thrown(() => dispatch_multivalue({ ...good, type: 'if_octets' })),
    thrown(() => dispatch_multivalue({ ...good, type: 'unheard' })),
    thrown(() => dispatch_multivalue({ ...good, type: '' })),
    thrown(() => dispatch_multivalue({ ...good, type_instance: 'x' } as never)),
    thrown(() => dispatch_multivalue({ ...good, percent: 1 as never })),
    thrown(() => dispatch_multivalue({ ...good, time: -1 })),
    thrown(() => dispatch_multivalue({ ...good, meta: { a: 'stale', b: null as never } })),
    thrown(() => dispatch_multivalue(undefined as never)),
  ].map((text) => text.split(': ')[0]));
  dispatch_multivalue({ plugin: 'end', type: 'gauge', values: { x: 1 } });
}, 3600);
`;

const writer = `
import collectd from 'collectd';
import { report } from './report.ts';
collectd.register_write((vl) =>
  report(vl.plugin, [vl.type, vl.type_instance, vl.values[0], vl.time, vl.meta, vl.host, vl.plugin_instance, vl.interval]), { bigint: true });
`;

test('a list for each type instance, at one time, or its share', async () => {
  const daemon = await startDaemon({
    config: (dir) => `WriteThreads 1\n${nodejs(dir, 'Import "writer"\nImport "source"')}`,
    files: { ...reporting, 'writer.ts': writer, 'source.ts': source },
  });
  expect(await waitForReport<unknown[]>(daemon, 'end')).toEqual([
    ['gauge', 'x', 1, expect.any(Number), {}, 'testhost', '', 3600],
  ]);
  const plain = reported<[string, string, unknown, number]>(daemon, 'plain');
  const time = plain[0]?.[3];
  expect(time).toBeGreaterThan(1732177000);
  expect(plain).toEqual(
    [
      ['used', 30],
      ['free', 70],
      ['odd', 'NaN'],
    ].map(([name, value]) => ['memory', name, value, time, { m: 'x' }, 'h', 'i', 7]),
  );
  const short = (key: string) =>
    reported<unknown[]>(daemon, key).map((fields) => fields.slice(0, key === 'share' ? 4 : 3));
  expect(short('share')).toEqual([
    ['percent', 'used', 75, 1732177000],
    ['percent', 'free', 25, 1732177000],
    ['percent', 'odd', 'NaN', 1732177000],
  ]);
  expect(short('nothing')).toEqual([
    ['percent', 'a', 'NaN'],
    ['percent', 'b', 'NaN'],
  ]);
  expect(short('whole')).toEqual([
    ['derive', 'a', '7n'],
    ['derive', 'b', `${2n ** 60n}n`],
  ]);
  expect(reported(daemon, 'none')).toEqual([]);
  const type = 'TypeError ERR_COLLECTD_INVALID_ARGUMENT';
  const range = 'RangeError ERR_COLLECTD_OUT_OF_RANGE';
  // One report of its own, no list: nothing was sent.
  expect(reported(daemon, 'refused')).toEqual([
    [
      range,
      type,
      type,
      type,
      type,
      'Error ERR_COLLECTD_VALUES',
      'TypeError ERR_COLLECTD_UNKNOWN_TYPE',
      'Error ERR_COLLECTD_NO_TYPE',
      type,
      type,
      range,
      type,
      type,
    ],
  ]);
});
