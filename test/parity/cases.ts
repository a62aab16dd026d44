// What both halves of the parity suite are given, in a form that JSON carries exactly.
import type { Json } from './outcome.ts';

interface Case {
  id: string;
  fields: Record<string, Json>;
}

const int = (n: bigint | number): Json => ({ int: String(n) });
const double = (n: number | string): Json => ({ double: String(n) });
const repeat = (text: string, times: number): Json => ({ repeat: [text, times] });
const none: Json = { none: 1 };
const one = { type: 'gauge', values: [int(1)] };

const numbers: Record<string, Json> = {
  zero: int(0),
  one: int(1),
  minus: int(-1),
  exact: int(2n ** 53n + 1n),
  i64max: int(2n ** 63n - 1n),
  i64over: int(2n ** 63n),
  i64min: int(-(2n ** 63n)),
  i64under: int(-(2n ** 63n) - 1n),
  u64max: int(2n ** 64n - 1n),
  u64over: int(2n ** 64n),
  fraction: double(7.9),
  minusfraction: double(-0.5),
  nan: double('nan'),
  inf: double('inf'),
  big: double(1e18),
  string: '12',
  text: 'abc',
  none,
  bool: true,
};

const meta: Record<string, Record<string, Json>> = {
  string: { a: 'text', e: '' },
  unicode: { ключ: 'значение' },
  bool: { t: true, f: false },
  double: { d: double(1.5), nan: double('nan') },
  int: { i: int(5), m: int(-5) },
  large: { u: int(2n ** 63n), x: int(2n ** 64n - 1n) },
  toolarge: { a: int(2n ** 64n) },
  signed: { s: { signed: '7' } },
  unsigned: { u: { unsigned: '7' } },
  case: { key: int(1), KEY: int(2) },
  // Only ASCII letters are the same in both cases, as for strcasecmp().
  casefold: { Ä: int(1), ä: int(2), k: int(3), '\u212a': int(4) },
  none: { n: none, a: 'b' },
  list: { l: [int(1)], a: 'b' },
  empty: {},
  nul: { n: 'a\0b' },
};

const lists: Record<string, Record<string, Json>> = {
  'gauge.tiny': { type: 'gauge', values: [double(5e-324)] },
  'gauge.tenth': { type: 'gauge', values: [double(0.1)] },
  two: { type: 'if_octets', values: [int(1), int(2)] },
  'two.short': { type: 'if_octets', values: [int(1)] },
  'two.long': { type: 'if_octets', values: [int(1), int(2), int(3)] },
  'two.second': { type: 'if_octets', values: [int(1), 'x'] },
  'values.empty': { type: 'gauge', values: [] },
  'values.number': { type: 'gauge', values: int(1) },
  'values.none': { type: 'gauge', values: none },
  'type.unknown': { type: 'no_such_type', values: [int(1)] },
  time: { ...one, time: 1500000000 },
  'time.fraction': { ...one, time: 1500000000.25 },
  'time.minus': { ...one, time: -5 },
  interval: { ...one, interval: 60 },
  'interval.fraction': { ...one, interval: 0.5 },
  'interval.minus': { ...one, interval: -1 },
  host: { ...one, host: 'other.example' },
  instances: { ...one, type_instance: 'ti' },
  unicode: { ...one, type_instance: 'Grüße € 😀' },
  length127: { ...one, type_instance: repeat('x', 127) },
  length128: { ...one, type_instance: repeat('x', 128) },
  'length.unicode': { ...one, type_instance: repeat('ü', 64) },
  nul: { ...one, type_instance: 'a\0b' },
  surrogate: { ...one, type_instance: 'a\ud800b' },
  'instance.number': { ...one, type_instance: int(5) },
  'instance.none': { ...one, type_instance: none },
  'meta.string_itself': { ...one, meta: 'text' },
  'meta.list_itself': { ...one, meta: ['text'] },
};

const assigned: Record<string, Record<string, Json>> = {
  host: { host: 'other.example' },
  nul: { type_instance: 'a\0b' },
  number: { type_instance: int(5) },
  values: { values: [int(3)] },
  unknown_type: { type: 'no_such_type' },
  time: { time: 1500000001 },
  interval: { interval: 33 },
  meta: { meta: { meta: { a: 'b' } } },
  length: { type_instance: repeat('x', 200) },
};

const constructed: Record<string, Record<string, Json>> = {
  every: {
    ...one,
    type_instance: 'ti',
    host: 'other.example',
    time: 1500000002,
    interval: 44,
    meta: { meta: { a: 'b' } },
  },
  short: { type: 'if_octets', values: [int(1)] },
  text: { type: 'gauge', values: ['x'] },
  values_text: { type: 'gauge', values: 'x' },
  values_number: { type: 'gauge', values: int(5) },
  unknown_type: { type: 'no_such_type', values: [int(1)] },
  number: { ...one, type_instance: int(5) },
  nul: { ...one, type_instance: 'a\0b' },
  meta_text: { ...one, meta: 'text' },
  meta_list: { ...one, meta: ['text'] },
};

const m = { type: 'gauge', message: 'm', severity: 1 };
const notifications: Record<string, Record<string, Json>> = {
  okay: { ...m, severity: 4 },
  warning: { ...m, severity: 2 },
  failure: m,
  'severity.default': { type: 'gauge', message: 'm' },
  'severity.unknown': { ...m, severity: 3 },
  'severity.text': { ...m, severity: 'x' },
  no_type: { message: 'm', severity: 1 },
  'type.unknown': { ...m, type: 'no_such_type' },
  fields: { ...m, type: 'load', type_instance: 'ti', host: 'other.example', time: 1500000000 },
  unicode: { ...m, message: 'Grüße € 😀' },
  length255: { ...m, message: repeat('x', 255) },
  length256: { ...m, message: repeat('x', 256) },
  meta: {
    ...m,
    meta: {
      meta: { s: 'text', b: true, d: double(1.5), i: int(-5), u: { unsigned: '7' } },
    },
  },
  'meta.none': { ...m, meta: { meta: { n: none } } },
  'meta.text': { ...m, meta: 'text' },
  'meta.list': { ...m, meta: ['text'] },
  'message.number': { ...m, message: int(5) },
  nul: { ...m, message: 'a\0b' },
};

const cases = (from: Record<string, Record<string, Json>>): Case[] =>
  Object.entries(from).map(([id, fields]) => ({ id, fields }));

export function allCases(): string {
  const values = cases(lists);
  for (const type of ['counter', 'absolute', 'derive', 'gauge'])
    for (const [name, value] of Object.entries(numbers))
      values.push({ id: `${type}.${name}`, fields: { type, values: [value] } });
  for (const [name, entries] of Object.entries(meta))
    values.push({ id: `meta.${name}`, fields: { ...one, meta: { meta: entries } } });
  return JSON.stringify({
    values,
    assigned: cases(assigned),
    constructed: cases(constructed),
    notifications: cases(notifications),
    datasets: ['gauge', 'if_octets', 'load', 'percent', 'counter', 'absolute', 'no_such_type'],
    constants: [
      ...['LOG_DEBUG', 'LOG_INFO', 'LOG_NOTICE', 'LOG_WARNING', 'LOG_ERR', 'LOG_ERROR'],
      ...['NOTIF_FAILURE', 'NOTIF_WARNING', 'NOTIF_OKAY'],
      ...['DS_TYPE_COUNTER', 'DS_TYPE_GAUGE', 'DS_TYPE_DERIVE', 'DS_TYPE_ABSOLUTE'],
    ],
  });
}
