// collectd.cache and threshold().
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const start = (asking: string, config = '') =>
  startDaemon({
    config: (dir) => `WriteThreads 1\n${config}${nodejs(dir, 'Import "source"\nImport "asking"')}`,
    files: {
      ...reporting,
      'source.ts': `
        import collectd, { Signed, Values } from 'collectd';
        collectd.register_init(() => {
          const vl = new Values({ plugin: 'p', plugin_instance: 'a-b', type: 'if_octets', type_instance: 'c' });
          for (let i = 0; i < 3; i++)
            vl.dispatch({ time: 1732177000 + 10 * i, interval: 3600, values: [100 * i, 2n ** 60n + 50n * BigInt(i)],
              meta: { first: 'grüße', round: new Signed(i) } });
          new Values({ host: 'other', plugin: 'p', type: 'gauge', interval: 3600 }).dispatch({ values: [95] });
          new Values({ plugin: 'sl/ash', type: 'gauge', type_instance: '/', interval: 3600 }).dispatch({ values: [-1.5] });
          new Values({ plugin: 'end', type: 'gauge', interval: 3600 }).dispatch({ values: [1] });
        });`,
      'asking.ts': `
        import collectd, { cache, threshold, Values } from 'collectd';
        import { report, thrown } from './report.ts';
        collectd.register_write((vl) => {
          if (vl.plugin !== 'end') return;
          ${asking}
          report('done', true);
        });`,
    },
  });

test('values, rates, state, hits, meta data, names and entries', async () => {
  const daemon = await start(`
    const name = 'testhost/p-a-b/if_octets-c';
    const list = new Values({ plugin: 'p', plugin_instance: 'a-b', type: 'if_octets', type_instance: 'c' });
    report('value', [cache.value(name), cache.value(list), cache.value(name, { bigint: true })]);
    report('rate', [cache.rate(name), cache.rate('testhost/sl_ash/gauge-root')]);
    report('gauge', cache.value({ plugin: 'sl/ash', type: 'gauge', type_instance: '/' }, { bigint: true }));
    report('state', [cache.state(name), cache.hits(name)]);
    const meta = cache.meta(name)!;
    report('meta', [meta.first, String(meta.round), meta.round instanceof collectd.Signed, cache.meta('other/p/gauge')]);
    report('names', cache.names());
    report('entries', [...cache]);
    report('default', [collectd.cache === cache, cache[Symbol.iterator]().next().value!.name]);
    const nobody = 'testhost/p/gauge-nobody';
    report('unknown', [cache.value(nobody), cache.rate(nobody), cache.state(nobody), cache.hits(nobody),
      cache.history(nobody, 3), cache.meta(nobody)].map((found) => found === undefined));
    report('refused', [
      ...['', 'a', 'a/b', 'a/b/c/d', '/b/c', 'a//c', 'a/-b/c'].map((id) => thrown(() => cache.value(id))),
      thrown(() => cache.rate('a/b/c\\0')), thrown(() => cache.hits(5 as never)), thrown(() => cache.state(null as never)),
      thrown(() => cache.meta({ plugin: 'p' } as never)), thrown(() => cache.history(name, 0)), thrown(() => cache.history(name, 1.5)),
      thrown(() => cache.history(name, 1e9)),
    ].map((text) => text.split(': ')[0]));`);
  await waitForReport(daemon, 'done');
  const exact = 2 ** 60;
  expect(reported(daemon, 'value')).toEqual([
    [
      [200, exact],
      [200, exact],
      ['200n', `${2n ** 60n + 100n}n`],
    ],
  ]);
  expect(reported(daemon, 'rate')).toEqual([[[10, 5], [-1.5]]]);
  expect(reported(daemon, 'gauge')).toEqual([[-1.5]]);
  expect(reported(daemon, 'state')).toEqual([['unknown', 0]]);
  // Those of the first list.
  expect(reported(daemon, 'meta')).toEqual([['grüße', '0', true, {}]]);
  const names = [
    'other/p/gauge',
    'testhost/end/gauge',
    'testhost/p-a-b/if_octets-c',
    'testhost/sl_ash/gauge-root',
  ];
  expect(reported(daemon, 'names')).toEqual([names]);
  const [entries] = reported<{ name: string }[]>(daemon, 'entries');
  expect(entries?.map(({ name }) => name)).toEqual(names);
  expect(entries?.[2]).toEqual({
    name: names[2],
    time: 1732177020,
    interval: 3600,
    value: [200, exact],
    rate: [10, 5],
  });
  expect(reported(daemon, 'default')).toEqual([[true, names[0]]]);
  expect(reported(daemon, 'unknown')).toEqual([[true, true, true, true, true, true]]);
  const range = (code: string) => `RangeError ERR_COLLECTD_${code}`;
  const type = 'TypeError ERR_COLLECTD_INVALID_ARGUMENT';
  expect(reported(daemon, 'refused')).toEqual([
    [
      ...Array(7).fill(range('IDENTIFIER')),
      ...Array(4).fill(type),
      ...Array(3).fill(range('OUT_OF_RANGE')),
    ],
  ]);
});

test('the history begins when somebody asks', async () => {
  const daemon = await start(`
    const name = 'testhost/p-a-b/if_octets-c';
    report('history', cache.history(name, 3));
    const list = new Values({ plugin: 'p', plugin_instance: 'a-b', type: 'if_octets', type_instance: 'c', interval: 3600 });
    for (let i = 3; i < 5; i++) list.dispatch({ time: 1732177000 + 10 * i, values: [100 * i * i, 2n ** 60n] });
    list.dispatch({ plugin: 'later', plugin_instance: '', type: 'gauge', values: [1] });
  });
  collectd.register_write((vl) => {
    if (vl.plugin !== 'later') return;
    report('history', cache.history('testhost/p-a-b/if_octets-c', 3));
  }, { name: 'later' });
  collectd.register_init(() => {`);
  await daemon.waitFor(() => reported(daemon, 'history').length === 2);
  const none = ['NaN', 'NaN'];
  // 900 - 200 and 1600 - 900 in ten seconds; the second source went back once.
  expect(reported(daemon, 'history')).toEqual([
    [none, none, none],
    [[70, 0], [70, -10], none],
  ]);
});

test('more entries than cross at once, while they change', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "many"'),
    files: {
      ...reporting,
      'many.ts': `
        import collectd, { cache, Values } from 'collectd';
        import { report } from './report.ts';
        const vl = new Values({ plugin: 'many', type: 'gauge', interval: 3600 });
        const fill = (from: number) => {
          for (let i = from; i < from + 2500; i++) vl.dispatch({ type_instance: 'i' + i, values: [i] });
        };
        fill(0);
        let asked = false;
        collectd.register_read(() => {
          if (asked || cache.names().length < 2500) return;
          asked = true;
          const names = cache.names();
          report('names', [names.length, new Set(names).size]);
          let sum = 0, count = 0;
          fill(2500);
          for (const { name, value, rate } of cache) {
            if (name !== 'testhost/many/gauge-i' + value[0] || rate[0] !== value[0]) throw new Error(name);
            if (value[0]! < 2500) { sum += value[0]!; count++; }
          }
          report('sum', [sum, count]);
        }, 0.2);`,
    },
  });
  expect(await waitForReport(daemon, 'names')).toEqual([[2500, 2500]]);
  expect(await waitForReport(daemon, 'sum')).toEqual([[(2499 * 2500) / 2, 2500]]);
});

test('thresholds of collectd.conf, and the state that they lead to', async () => {
  const daemon = await start(
    `report('found', [threshold('other/p/gauge'), threshold({ plugin: 'p', plugin_instance: 'a-b', type: 'if_octets', type_instance: 'c' }),
      threshold('testhost/p-a-b/if_octets-c', 'tx'), threshold('testhost/p-a-b/if_octets-c', 'none'), threshold('testhost/end/load')]);
    report('refused', thrown(() => threshold('x')));
    report('state', [cache.state('other/p/gauge'), cache.state('testhost/sl_ash/gauge-root')]);`,
    `LoadPlugin threshold
<Plugin threshold>
  <Host "other">
    <Plugin "p">
      <Type "gauge">
        WarningMax 90
        FailureMin -10
        FailureMax 100
        Persist true
        Invert false
        Interesting false
      </Type>
    </Plugin>
  </Host>
  <Type "if_octets">
    DataSource "rx"
    FailureMax 1000
    Hits 3
    Hysteresis 2.5
    Percentage true
  </Type>
  <Type "if_octets">
    DataSource "tx"
    WarningMin 7
    Invert true
  </Type>
</Plugin>
`,
  );
  await waitForReport(daemon, 'done');
  const [[gauge, rx, tx, none, load]] = reported<[unknown, unknown, unknown, unknown, unknown]>(
    daemon,
    'found',
  ) as [[unknown, unknown, unknown, unknown, unknown]];
  expect(gauge).toEqual({
    host: 'other',
    plugin: 'p',
    plugin_instance: '',
    type: 'gauge',
    type_instance: '',
    data_source: '',
    warning_min: null,
    warning_max: 90,
    failure_min: -10,
    failure_max: 100,
    hysteresis: 0,
    hits: 0,
    invert: false,
    persist: true,
    persist_ok: false,
    percentage: false,
    interesting: false,
  });
  expect(rx).toMatchObject({
    host: '',
    data_source: 'rx',
    failure_max: 1000,
    percentage: true,
    hits: 3,
    hysteresis: 2.5,
  });
  expect(tx).toMatchObject({ data_source: 'tx', warning_min: 7, invert: true, interesting: true });
  expect([none, load]).toEqual([null, null]);
  expect(reported<string>(daemon, 'refused')[0]).toContain('RangeError ERR_COLLECTD_IDENTIFIER');
  expect(reported<string[]>(daemon, 'state')[0]).toEqual(['warning', 'unknown']);
});

test('without a threshold plugin there is no threshold', async () => {
  const daemon = await start(`report('found', threshold('other/p/gauge') === undefined);`);
  expect(await waitForReport(daemon, 'found')).toEqual([true]);
});
