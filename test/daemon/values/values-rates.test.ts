// vl.dataset and vl.rates() in write callbacks.
import { expect, test } from 'vitest';
import { csv, nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const source = `
import collectd, { Values } from 'collectd';
import { report, thrown } from './report.ts';
const made = new Values({ type: 'if_octets', plugin: 'rated' });
report('made', [made.dataset, thrown(() => new Values({ type: 'unheard' }).dataset), thrown(() => made.rates())]);
collectd.register_init(() => {
  for (let i = 0; i < 3; i++)
    made.dispatch({ time: 1732177000 + 10 * i, values: [100 * i, 2n ** 60n + 50n * BigInt(i)] });
  new Values({ type: 'gauge', plugin: 'rated', time: 1732177000 }).dispatch({ values: [4.5] });
  // Out of the range that types.db has for it.
  new Values({ type: 'percent', plugin: 'rated', time: 1732177000 }).dispatch({ values: [1000] });
  new Values({ type: 'absolute', plugin: 'rated', time: 1732177000, interval: 4 }).dispatch({ values: [10] });
  new Values({ type: 'gauge', plugin: 'end' }).dispatch({ values: [1], meta: { a: 'b' } });
});
// Past the cache: there is nothing in it.
collectd.register_read(() => new Values({ type: 'derive', plugin: 'direct' }).write('nodejs.rated', { values: [5] }), 3600);
`;

const writers = `
import collectd from 'collectd';
import { report, thrown } from './report.ts';
const keys = (vl: object): string[] => Object.keys(vl);
collectd.register_write((vl) => {
  report(vl.plugin, [vl.type, vl.values, vl.rates(), vl.meta, vl.dataset.map(({ name }) => name)]);
  if (vl.plugin === 'end') report('keys', keys(vl));
}, { name: 'rated', rates: true });
collectd.register_write((lists) => {
  for (const vl of lists) report('batch', [vl.type, vl.values, vl.rates()]);
}, { name: 'batch', rates: true, batch: true, bigint: true });
collectd.register_write((vl) => {
  report('without', thrown(() => vl.rates()));
  if (vl.plugin === 'end') report('dataset', [vl.dataset, vl.dataset === vl.dataset]);
});
report('refused', thrown(() => collectd.register_write(() => {}, { rates: 1 as never, name: 'x' })));
`;

test('rates are those of the cache when the list was queued, for those who asked', async () => {
  const daemon = await startDaemon({
    config: (dir) => `${csv(dir)}${nodejs(dir, 'Import "writers"\nImport "source"')}`,
    files: { ...reporting, 'source.ts': source, 'writers.ts': writers },
  });
  await waitForReport(daemon, 'end');
  const exact = 2 ** 60;
  expect(reported(daemon, 'rated')).toEqual([
    ['if_octets', [0, exact], ['NaN', 'NaN'], {}, ['rx', 'tx']],
    ['if_octets', [100, exact], [10, 5], {}, ['rx', 'tx']],
    ['if_octets', [200, exact], [10, 5], {}, ['rx', 'tx']],
    ['gauge', [4.5], [4.5], {}, ['value']],
    ['percent', [1000], ['NaN'], {}, ['value']],
    ['absolute', [10], [2.5], {}, ['value']],
  ]);
  expect(reported(daemon, 'end')).toEqual([['gauge', [1], [1], { a: 'b' }, ['value']]]);
  expect(await waitForReport(daemon, 'direct')).toEqual([['derive', [5], ['NaN'], {}, ['value']]]);
  await daemon.waitFor(() => reported(daemon, 'batch').length >= 7);
  expect(reported(daemon, 'batch')[1]).toEqual([
    'if_octets',
    ['100n', `${2n ** 60n + 50n}n`],
    [10, 5],
  ]);
  // What came with a list is no field of it.
  expect((await waitForReport(daemon, 'keys'))[0]).not.toContain('rates');
  expect(await waitForReport(daemon, 'without')).toContainEqual(
    expect.stringMatching(/^Error ERR_COLLECTD_NO_RATES: .*\{ rates: true \}/),
  );
  const gauge = { name: 'value', type: 'gauge', min: null, max: null };
  expect(await waitForReport(daemon, 'dataset')).toEqual([[[gauge], true]]);
  const [made] = reported<unknown[]>(daemon, 'made');
  expect(made).toEqual([
    [
      { name: 'rx', type: 'derive', min: 0, max: null },
      { name: 'tx', type: 'derive', min: 0, max: null },
    ],
    'TypeError ERR_COLLECTD_UNKNOWN_TYPE: Dataset unheard not found',
    expect.stringContaining('ERR_COLLECTD_NO_RATES'),
  ]);
  expect(reported<string>(daemon, 'refused')[0]).toContain(
    'register_write: rates must be a boolean',
  );
});
