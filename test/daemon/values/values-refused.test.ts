// dispatch(): what it refuses.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const argument = (message: string) => `TypeError ERR_COLLECTD_INVALID_ARGUMENT: ${message}`;
const range = (message: string) => `RangeError ERR_COLLECTD_OUT_OF_RANGE: ${message}`;
const values = (message: string) => `Error ERR_COLLECTD_VALUES: ${message}`;

/** What is dispatched, and what that throws. */
const refused: [fields: string, error: string][] = [
  [`{ values: [1] }`, 'Error ERR_COLLECTD_NO_TYPE: type not set'],
  [
    `{ type: 'no_such', values: [1] }`,
    'TypeError ERR_COLLECTD_UNKNOWN_TYPE: Dataset no_such not found',
  ],
  [`{ type: 5 as never, values: [1] }`, argument('type must be a string, not number')],
  [`{ type: null as never, values: [1] }`, argument('type must be a string, not null')],
  [`{ type: 'gauge', values: null as never }`, argument('values must be an array')],
  [
    `{ type: 'gauge', values: [1], host: null as never }`,
    argument('host must be a string, not null'),
  ],
  [
    `{ type: 'gauge', values: [1], time: null as never }`,
    argument('time must be a number of seconds'),
  ],
  [`{ type: 'gauge', values: [1], meta: null as never }`, argument('meta must be an object')],
  [`{ type: 'if_octets', values: [1] }`, values('type if_octets needs 2 values, got 1')],
  [`{ type: 'gauge', values: [] }`, values('type gauge needs 1 value, got 0')],
  [`{ type: 'gauge', values: [1, 2] }`, values('type gauge needs 1 value, got 2')],
  [`{ type: 'gauge', values: 5 as never }`, argument('values must be an array')],
  [
    `{ type: 'gauge', values: ['1' as never] }`,
    argument('values[0] must be a number or a bigint, not string'),
  ],
  [
    `{ type: 'gauge', values: [null as never] }`,
    argument('values[0] must be a number or a bigint, not null'),
  ],
  [
    `{ type: 'derive', values: [true as never] }`,
    argument('values[0] must be a number or a bigint, not boolean'),
  ],
  [
    `{ type: 'if_octets', values: [1, -1n - 2n ** 63n] }`,
    range('values[1]: a DERIVE cannot hold -9223372036854775809'),
  ],
  [
    `{ type: 'if_octets', values: [2 ** 63, 1] }`,
    range('values[0]: a DERIVE cannot hold 9223372036854776000'),
  ],
  [
    `{ type: 'derive', values: [2n ** 63n] }`,
    range('values[0]: a DERIVE cannot hold 9223372036854775808'),
  ],
  [`{ type: 'derive', values: [NaN] }`, range('values[0]: a DERIVE cannot hold NaN')],
  [`{ type: 'derive', values: [-Infinity] }`, range('values[0]: a DERIVE cannot hold -Infinity')],
  [`{ type: 'counter', values: [-1] }`, range('values[0]: a COUNTER cannot hold -1')],
  [
    `{ type: 'counter', values: [2 ** 64] }`,
    range('values[0]: a COUNTER cannot hold 18446744073709552000'),
  ],
  [
    `{ type: 'absolute', values: [2n ** 64n] }`,
    range('values[0]: an ABSOLUTE cannot hold 18446744073709551616'),
  ],
  [`{ type: 'absolute', values: [NaN] }`, range('values[0]: an ABSOLUTE cannot hold NaN')],
  [
    `{ type: 'gauge', values: [1], time: 1795946364374 }`,
    range('time is in seconds since 1970; 1795946364374 looks like milliseconds: divide by 1000'),
  ],
  [
    `{ type: 'gague', values: [1] }`,
    'TypeError ERR_COLLECTD_UNKNOWN_TYPE: Dataset gague not found. Did you mean "gauge"?',
  ],
  [
    `{ type: 'gauge', values: [1], time: -1 }`,
    range('time must be from 0 to 17179869183 seconds, not -1'),
  ],
  [
    `{ type: 'gauge', values: [1], time: NaN }`,
    range('time must be from 0 to 17179869183 seconds, not NaN'),
  ],
  [
    `{ type: 'gauge', values: [1], time: '1' as never }`,
    argument('time must be a number of seconds'),
  ],
  [
    `{ type: 'gauge', values: [1], interval: -1 }`,
    range('interval must be from 0 to 17179869183 seconds, not -1'),
  ],
  [
    `{ type: 'gauge', values: [1], host: 5 as never }`,
    argument('host must be a string, not number'),
  ],
  [`{ type: 'gauge', values: [1], meta: 5 as never }`, argument('meta must be an object')],
  [
    `{ type: 'gauge', values: [1], meta: { a: null as never } }`,
    argument('meta.a must be a string, number, bigint, boolean, Signed or Unsigned'),
  ],
  [`{ type: 'gauge', values: [1], plugin: 'a\\0b' }`, argument('plugin must not contain NUL')],
  [
    `{ type: 'gauge', values: [1], plugin_instance: '\\ud800' }`,
    argument('plugin_instance must not contain lone surrogates'),
  ],
  [
    `{ type: 'gauge', values: [1], type_instance: 'x\\udfff' }`,
    argument('type_instance must not contain lone surrogates'),
  ],
];

test('what cannot be sent is refused, with a code, and nothing of it is sent', async () => {
  const daemon = await startDaemon({
    config: (dir) => `WriteThreads 1\n${nodejs(dir, 'Import "writer"\nImport "source"')}`,
    files: {
      ...reporting,
      'writer.ts': `
        import collectd from 'collectd';
        import { report } from './report.ts';
        collectd.register_write((vl) => report(vl.type_instance, vl));`,
      'source.ts': `
        import collectd, { Values, type ValuesFields } from 'collectd';
        import { report, thrown } from './report.ts';
        const refused: ValuesFields[] = [${refused.map(([fields]) => fields).join(',\n')}];
        collectd.register_init(() => {
          for (const fields of refused) {
            report('thrown', thrown(() => new Values({ type_instance: 'sent' }).dispatch(fields)));
            new Values({ type: 'gauge', type_instance: 'between', values: [1] }).dispatch();
          }
          new Values({ type: 'gauge', type_instance: 'last', values: [1] }).dispatch();
        });`,
    },
  });
  expect(await waitForReport(daemon, 'last')).toHaveLength(1);
  const errors = reported<string>(daemon, 'thrown');
  expect(refused.map(([fields], i) => [fields, errors[i]])).toEqual(refused);
  expect(reported(daemon, 'sent')).toEqual([]);
  // What was refused leaves no trace in the next list.
  const between = await daemon.waitFor(() => {
    const found = reported(daemon, 'between');
    return found.length === refused.length && found;
  });
  for (const vl of between || [])
    expect(vl).toMatchObject({
      host: 'testhost',
      plugin: 'nodejs',
      plugin_instance: '',
      values: [1],
      meta: {},
    });
});
