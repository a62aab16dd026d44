import { Signed, Unsigned } from 'collectd';
import { expect, test } from 'vitest';
import {
  MD_TYPE_BOOLEAN,
  MD_TYPE_DOUBLE,
  MD_TYPE_SIGNED_INT,
  MD_TYPE_STRING,
  MD_TYPE_UNSIGNED_INT,
} from '../../lib/contract/layout.generated.ts';
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
    MD_TYPE_STRING,
    'x',
    'd',
    MD_TYPE_DOUBLE,
    1,
    'b',
    MD_TYPE_BOOLEAN,
    true,
    'i',
    MD_TYPE_SIGNED_INT,
    -1n,
    'u',
    MD_TYPE_UNSIGNED_INT,
    2n ** 63n,
    'si',
    MD_TYPE_SIGNED_INT,
    5n,
    'un',
    MD_TYPE_UNSIGNED_INT,
    5n,
  ]);
});

test('received integers are Signed or Unsigned', () => {
  const meta = metaFromFlat([
    'a',
    MD_TYPE_SIGNED_INT,
    -5n,
    'b',
    MD_TYPE_UNSIGNED_INT,
    2n ** 64n - 1n,
    'c',
    MD_TYPE_DOUBLE,
    0.5,
    'd',
    MD_TYPE_STRING,
    't',
    'e',
    MD_TYPE_BOOLEAN,
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
    MD_TYPE_SIGNED_INT,
    -5n,
    'b',
    MD_TYPE_UNSIGNED_INT,
    2n ** 64n - 1n,
    'c',
    MD_TYPE_DOUBLE,
    0.5,
    'd',
    MD_TYPE_STRING,
    't',
    'e',
    MD_TYPE_BOOLEAN,
    false,
  ]);
});

test('a key may be the name of something every object has', () => {
  const meta = metaFromFlat(['__proto__', MD_TYPE_STRING, 'p', 'toString', MD_TYPE_STRING, 't']);
  expect(Object.entries(meta)).toEqual([
    ['__proto__', 'p'],
    ['toString', 't'],
  ]);
  expect(Object.getPrototypeOf(meta)).toBe(Object.prototype);
  expect(flattenMeta(meta)).toEqual([
    '__proto__',
    MD_TYPE_STRING,
    'p',
    'toString',
    MD_TYPE_STRING,
    't',
  ]);
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
