import { Signed, Unsigned } from 'collectd';
import { expect, test } from 'vitest';
import { flattenMeta, type Meta, metaFromFlat } from '../../lib/values/meta.ts';

test('each value crosses as key, type, value', () => {
  const meta: Meta = {
    s: 'x',
    d: 1,
    b: true,
    i: -1n,
    u: 2n ** 63n,
    si: new Signed(5),
    un: new Unsigned(5),
  };
  expect(flattenMeta(meta)).toEqual([
    's',
    1,
    'x',
    'd',
    4,
    1,
    'b',
    5,
    true,
    'i',
    2,
    -1n,
    'u',
    3,
    2n ** 63n,
    'si',
    2,
    5n,
    'un',
    3,
    5n,
  ]);
});

test('received integers are Signed or Unsigned', () => {
  const meta = metaFromFlat([
    'a',
    2,
    -5n,
    'b',
    3,
    2n ** 64n - 1n,
    'c',
    4,
    0.5,
    'd',
    1,
    't',
    'e',
    5,
    false,
  ]);
  expect(meta.a).toBeInstanceOf(Signed);
  expect(meta.b).toBeInstanceOf(Unsigned);
  expect([String(meta.a), String(meta.b), meta.c, meta.d, meta.e]).toEqual([
    '-5',
    '18446744073709551615',
    0.5,
    't',
    false,
  ]);
  // What came in goes out as it was.
  expect(flattenMeta(meta)).toEqual([
    'a',
    2,
    -5n,
    'b',
    3,
    2n ** 64n - 1n,
    'c',
    4,
    0.5,
    'd',
    1,
    't',
    'e',
    5,
    false,
  ]);
});

test('a key may be the name of something every object has', () => {
  const meta = metaFromFlat(['__proto__', 1, 'p', 'toString', 1, 't']);
  expect(Object.entries(meta)).toEqual([
    ['__proto__', 'p'],
    ['toString', 't'],
  ]);
  expect(Object.getPrototypeOf(meta)).toBe(Object.prototype);
  expect(flattenMeta(meta)).toEqual(['__proto__', 1, 'p', 'toString', 1, 't']);
});

test.each([
  [() => new Signed(2n ** 63n), RangeError],
  [() => new Signed(-(2n ** 63n) - 1n), RangeError],
  [() => new Unsigned(-1n), RangeError],
  [() => new Unsigned(2n ** 64n), RangeError],
  [() => new Unsigned(NaN), RangeError],
  [() => new Signed(0.5), RangeError],
  [() => new Signed('5' as never), TypeError],
  [() => flattenMeta({ a: undefined as never }), TypeError],
  [() => flattenMeta({ a: (() => {}) as never }), TypeError],
  [() => flattenMeta({ a: Symbol() as never }), TypeError],
  [() => flattenMeta({ a: 'x\0y' }), TypeError],
  [() => flattenMeta({ a: -(2n ** 63n) - 1n }), RangeError],
])('%s is refused', (code, type) => {
  expect(code).toThrow(type);
});

test('Signed and Unsigned are integers to everything that asks', () => {
  const signed = new Signed(-5);
  expect(signed.valueOf()).toBe(-5n);
  expect(`${signed}`).toBe('-5');
  expect(JSON.stringify({ signed, unsigned: new Unsigned(2n ** 64n - 1n) })).toBe(
    '{"signed":"-5","unsigned":"18446744073709551615"}',
  );
  expect((signed as never as bigint) < 0n).toBe(true);
});
