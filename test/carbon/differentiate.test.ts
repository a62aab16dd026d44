// How much counters have grown.
import type { DataSource } from 'collectd';
import { expect, test } from 'vitest';
import { type Growth, grown, growthOf } from '../../plugins/carbon_writer/lines/differentiate.ts';

const source = (type: DataSource['type'], min: number | null = null, max: number | null = null) =>
  growthOf({ name: 'value', type, min, max });
const counter = (max: number | null = null, min: number | null = null) =>
  source('counter', min, max) as Growth;
const derive = source('derive', 0) as Growth;

test('gauges and absolute values are sent as they are', () => {
  expect(source('gauge')).toBeUndefined();
  expect(source('absolute')).toBeUndefined();
});

test('differences are exact beyond 2^53', () => {
  expect(grown(counter(), 9007199254740993n, 9007199254740995n)).toBe(2n);
  expect(grown(derive, -9223372036854775808n, 9223372036854775807n)).toBe(18446744073709551615n);
  expect(grown(counter(), 5n, 5n)).toBe(0n);
});

test.each([
  ['32 bits', counter(), 4294967290n, 5n, 11n],
  ['64 bits', counter(), 2n ** 64n - 6n, 5n, 11n],
  ['64 bits, from just beyond 32', counter(), 2n ** 32n + 7n, 5n, undefined],
  ['its maximum', counter(999), 990n, 5n, 15n],
  ['its maximum, from a minimum', counter(999, 100), 990n, 105n, 15n],
  ['32 bits, beyond its maximum', counter(999), 4294967290n, 5n, 11n],
  ['32 bits, smaller than its maximum', counter(1e12), 4294967290n, 5n, 11n],
  ['its maximum, larger than 32 bits', counter(1e12 - 1), 999999999990n, 5n, 15n],
  ['64 bits, which is its maximum', counter(Number(2n ** 64n)), 2n ** 64n - 1n, 0n, 1n],
])('a counter wraps around at %s', (_, growth, before, now, difference) => {
  expect(grown(growth, before, now)).toBe(difference);
});

test.each([
  ['32 bits', counter(), 2000n, 10n],
  ['half of 32 bits', counter(), 2n ** 31n, 0n],
  ['64 bits', counter(), 2n ** 40n, 10n],
  ['its maximum', counter(4294967295), 2000n, 10n],
])('a counter that lost more than half of %s began anew', (_, growth, before, now) => {
  expect(grown(growth, before, now)).toBeUndefined();
});

test('just below half is a wrap', () => {
  expect(grown(counter(), 2n ** 31n + 1n, 0n)).toBe(2n ** 31n - 1n);
});

test('a DERIVE that falls gives no difference', () => {
  expect(grown(derive, 100n, 80n)).toBeUndefined();
  expect(grown(source('derive', 0, 100) as Growth, 100n, 80n)).toBeUndefined();
});
