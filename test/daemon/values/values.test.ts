// A value of every data source type and its extremes arrive exactly, in TypeScript and in csv.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { csv, nodejs, quote, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

/** Type, a number or bigint as source text, then what arrives: as number, as bigint, in csv. */
const exact: [string, string, string | number, string | number, string][] = [
  ['gauge', '0.1', 0.1, 0.1, '0.100000'],
  ['gauge', '-0', 0, 0, '-0.000000'],
  ['gauge', '5e-324', 5e-324, 5e-324, '0.000000'],
  [
    'gauge',
    '1.7976931348623157e308',
    1.7976931348623157e308,
    1.7976931348623157e308,
    `${BigInt(Number.MAX_VALUE)}.000000`,
  ],
  ['gauge', 'NaN', 'NaN', 'NaN', 'nan'],
  ['gauge', 'Infinity', 'Infinity', 'Infinity', 'inf'],
  ['gauge', '-Infinity', '-Infinity', '-Infinity', '-inf'],
  ['gauge', '9007199254740993n', 2 ** 53, 2 ** 53, '9007199254740992.000000'],
  ['counter', '7.9', 7, '7n', '7'],
  ['counter', '-0.9', 0, '0n', '0'],
  ['counter', '0n', 0, '0n', '0'],
  ['counter', '2n ** 64n - 1n', 2 ** 64, '18446744073709551615n', '18446744073709551615'],
  ['counter', '2n ** 53n + 1n', 2 ** 53, '9007199254740993n', '9007199254740993'],
  [
    'counter',
    '18446744073709549568',
    2 ** 64 - 2048,
    '18446744073709549568n',
    '18446744073709549568',
  ],
  ['absolute', '2n ** 64n - 1n', 2 ** 64, '18446744073709551615n', '18446744073709551615'],
  ['absolute', '2 ** 63', 2 ** 63, '9223372036854775808n', '9223372036854775808'],
  ['derive', '-7.9', -7, '-7n', '-7'],
  ['derive', '-1n', -1, '-1n', '-1'],
  ['derive', '2n ** 63n - 1n', 2 ** 63, '9223372036854775807n', '9223372036854775807'],
  ['derive', '-(2n ** 63n)', -(2 ** 63), '-9223372036854775808n', '-9223372036854775808'],
  ['derive', '-(2 ** 63)', -(2 ** 63), '-9223372036854775808n', '-9223372036854775808'],
  ['derive', '-(2n ** 53n) - 1n', -(2 ** 53), '-9007199254740993n', '-9007199254740993'],
  ['derive', '4294967295', 4294967295, '4294967295n', '4294967295'],
];

const writers = `
import collectd from 'collectd';
import { report } from './report.ts';
collectd.register_write((vl) => {
  if (vl.plugin === 'exact') report(vl.type + '-' + vl.type_instance, vl.values);
});
collectd.register_write((vl) => {
  if (vl.plugin === 'exact') report(vl.type + '-' + vl.type_instance + ' bigint', vl.values);
}, { name: 'bigint', bigint: true });
`;

const source = `
import collectd, { Values } from 'collectd';
collectd.register_init(() => {
  const time = Date.now() / 1000;
  DISPATCHES
  new Values({ plugin: 'exact', type: 'gauge', type_instance: 'last', time }).dispatch({ values: [1] });
});
`;

test('each data source type, its extremes, and how numbers are converted', async () => {
  const dispatches = exact.map(
    ([type, text], i) =>
      `new Values({ plugin: 'exact', type: '${type}', type_instance: '${i}', time }).dispatch({ values: [${text}] });`,
  );
  const daemon = await startDaemon({
    config: (dir) => `${csv(dir)}${nodejs(dir, 'Import "writers"\nImport "source"')}`,
    files: {
      ...reporting,
      'writers.ts': writers,
      'source.ts': source.replace('DISPATCHES', dispatches.join('\n')),
    },
  });
  await waitForReport(daemon, 'gauge-last bigint');
  await waitForReport(daemon, 'gauge-last');
  await daemon.waitFor(() => daemon.csv('exact/gauge-last').at(0));
  const found = exact.map(([type, text], i) => [
    type,
    text,
    ...reported<unknown[]>(daemon, `${type}-${i}`).flat(),
    ...reported<unknown[]>(daemon, `${type}-${i} bigint`).flat(),
    ...daemon.csv(`exact/${type}-${i}`).flatMap((row) => row.values),
  ]);
  expect(found).toEqual(exact);
});

const mixed = '1.5, 2n ** 64n - 1n, -(2n ** 63n), 2n ** 53n + 1n, NaN';

test('a list with more values than a record holds', async () => {
  const daemon = await startDaemon({
    config: (dir) => {
      const types = join(dir, 'types.db');
      writeFileSync(
        types,
        'mixed a:GAUGE:U:U, b:COUNTER:0:U, c:DERIVE:U:U, d:ABSOLUTE:0:U, e:GAUGE:U:U\n' +
          `wide ${Array.from({ length: 63 }, (_, i) => `v${i}:DERIVE:U:U`).join(', ')}\n`,
      );
      return `TypesDB ${quote(types)}\n${csv(dir)}${nodejs(dir, 'Import "writers"\nImport "source"')}`;
    },
    files: {
      ...reporting,
      'writers.ts': writers,
      'source.ts': source.replace(
        'DISPATCHES',
        `new Values({ plugin: 'exact', type: 'mixed', values: [${mixed}], time }).dispatch();
        new Values({ plugin: 'exact', type: 'load', values: [0.25, 0.5, 0.75], time }).dispatch();
        new Values({ plugin: 'exact', type: 'wide', time })
          .dispatch({ values: Array.from({ length: 63 }, (_, i) => -i) });`,
      ),
    },
  });
  await daemon.waitFor(
    () => reported(daemon, 'wide- bigint').length > 0 && reported(daemon, 'wide-').length > 0,
  );
  expect(await waitForReport(daemon, 'mixed-')).toEqual([
    [1.5, 2 ** 64, -(2 ** 63), 2 ** 53, 'NaN'],
  ]);
  expect(await waitForReport(daemon, 'mixed- bigint')).toEqual([
    [1.5, '18446744073709551615n', '-9223372036854775808n', '9007199254740993n', 'NaN'],
  ]);
  expect(await waitForReport(daemon, 'load-')).toEqual([[0.25, 0.5, 0.75]]);
  expect(await waitForReport(daemon, 'wide-')).toEqual([
    Array.from({ length: 63 }, (_, i) => (i === 0 ? 0 : -i)),
  ]);
  const row = await daemon.waitFor(() => daemon.csv('exact/mixed').at(0));
  expect(row.values).toEqual([
    '1.500000',
    '18446744073709551615',
    '-9223372036854775808',
    '9007199254740993',
    'nan',
  ]);
});
