// register_data_set: types that modules bring along.
import { expect, test } from 'vitest';
import { csv, nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const owner = `
import collectd, { get_dataset, register_data_set, Values } from 'collectd';
import { report, thrown } from './report.ts';
register_data_set('own_pair', [{ name: 'share', type: 'gauge', min: 0, max: 100.1 }, { name: 'count', type: 'derive', min: null }]);
report('dataset', get_dataset('own_pair'));
const vl = new Values({ plugin: 'own', type: 'own_pair' });
vl.dispatch({ type_instance: 'import', values: [1.5, 2n ** 60n] });
collectd.register_config(() => {
  register_data_set('own_config', [{ name: 'value', type: collectd.DS_TYPE_COUNTER }]);
  new Values({ plugin: 'own', type: 'own_config' }).dispatch({ values: [5] });
});
collectd.register_init(() => {
  register_data_set('own_init', [{ name: 'value', type: 'absolute' }]);
  new Values({ plugin: 'own', type: 'own_init', interval: 2 }).dispatch({ values: [6] });
});
collectd.register_read(() => {
  vl.dispatch({ type_instance: 'read', values: [2, 7] });
  report('late', [
    thrown(() => register_data_set('own_late', [{ name: 'value', type: 'gauge' }])),
    thrown(() => register_data_set('own_pair', [{ name: 'value', type: 'gauge' }])),
    // As a module that is imported again does it.
    thrown(() => register_data_set('own_init', [{ name: 'value', type: 'absolute' }])),
  ]);
}, 3600);
`;

const other = `
import collectd, { get_dataset, register_data_set, Values } from 'collectd';
import { report, thrown } from './report.ts';
report('other', get_dataset('own_pair').length);
report('left out', thrown(() => get_dataset('own_broken')));
register_data_set('own_broken', [{ name: 'second', type: 'gauge' }]);
const gauge = { name: 'value', type: 'gauge' } as const;
report('refused', [
  thrown(() => register_data_set('own_pair', [gauge])),
  thrown(() => register_data_set('gauge', [gauge])),
  thrown(() => register_data_set('if_octets', [gauge])),
  thrown(() => register_data_set('', [gauge])),
  thrown(() => register_data_set('a-b', [gauge])),
  thrown(() => register_data_set('a b', [gauge])),
  thrown(() => register_data_set('x'.repeat(128), [gauge])),
  thrown(() => register_data_set(5 as never, [gauge])),
  thrown(() => register_data_set('x', [])),
  thrown(() => register_data_set('x', gauge as never)),
  thrown(() => register_data_set('x', [gauge, gauge])),
  thrown(() => register_data_set('x', [{ ...gauge, type: 'GAUGE' as never }])),
  thrown(() => register_data_set('x', [{ ...gauge, min: 2, max: 1 }])),
  thrown(() => register_data_set('x', [{ ...gauge, min: NaN }])),
  thrown(() => register_data_set('x', [{ ...gauge, name: 'a:b' }])),
]);
collectd.register_write((vl) => {
  if (vl.plugin === 'own') report('own', [vl.type, vl.type_instance, vl.values, vl.dataset.map(({ name }) => name)]);
});
`;

const broken = `
import { register_data_set } from 'collectd';
register_data_set('own_broken', [{ name: 'first', type: 'gauge' }]);
throw new Error('left out');
`;

test('a type is there for its module at once and for all of collectd later', async () => {
  const daemon = await startDaemon({
    config: (dir) =>
      // In one worker, where they are imported one after the other.
      `${csv(dir)}${nodejs(dir, 'Workers 1\nImport "owner"\nImport "broken"\nImport "other"\n<Module owner>\n</Module>')}`,
    files: { ...reporting, 'owner.ts': owner, 'broken.ts': broken, 'other.ts': other },
  });
  await waitForReport(daemon, 'late');
  await daemon.waitFor(() => reported(daemon, 'own').length >= 4);
  expect(reported(daemon, 'dataset')).toEqual([
    [
      { name: 'share', type: 'gauge', min: 0, max: 100.1 },
      { name: 'count', type: 'derive', min: null, max: null },
    ],
  ]);
  expect(reported(daemon, 'own')).toEqual([
    ['own_pair', 'import', [1.5, 2 ** 60], ['share', 'count']],
    ['own_config', '', [5], ['value']],
    ['own_init', '', [6], ['value']],
    ['own_pair', 'read', [2, 7], ['share', 'count']],
  ]);
  // collectd's own plugins know it as well.
  const row = await daemon.waitFor(() => daemon.csv('own/own_pair-import').at(0));
  expect(row.values).toEqual(['1.500000', String(2n ** 60n)]);
  expect(reported(daemon, 'other')).toEqual([2]);
  expect(reported<string>(daemon, 'left out')[0]).toContain('Dataset own_broken not found');
  const late = reported<string[]>(daemon, 'late')[0];
  expect(late?.[0]).toMatch(/^Error ERR_COLLECTD_TOO_LATE: .*own_late/);
  expect(late?.[1]).toMatch(/^Error ERR_COLLECTD_DUPLICATE: .*own_pair.*owner\.ts:4:\d+$/);
  expect(late?.[2]).toBe('nothing');
  const [refused = []] = reported<string[]>(daemon, 'refused');
  expect(refused[0]).toMatch(/the type own_pair is registered already, at \S*owner\.ts:4:\d+$/);
  expect(refused[1]).toContain('types.db has the type gauge already');
  const type = 'TypeError ERR_COLLECTD_INVALID_ARGUMENT';
  const range = 'RangeError ERR_COLLECTD_OUT_OF_RANGE';
  const duplicate = 'Error ERR_COLLECTD_DUPLICATE';
  expect(refused.map((text) => text.split(': ')[0])).toEqual([
    duplicate,
    duplicate,
    duplicate,
    range,
    range,
    range,
    range,
    type,
    type,
    type,
    range,
    type,
    range,
    type,
    range,
  ]);
  const { log, status } = await daemon.stop();
  expect(status).toBe(0);
  expect(log).not.toMatch(/Replacing DS|Dataset not found/);
});
