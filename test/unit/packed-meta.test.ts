// Meta data in memory, as native/contract/packed_meta_layout.h draws it.
import { Signed, Unsigned } from 'collectd';
import { expect, test } from 'vitest';
import { META_FRAME_SIZE, PACKED_MAX_KEY } from '../../lib/contract/layout.generated.ts';
import { flattenMeta, type Meta, partsOf } from '../../lib/values/meta.ts';
import { PackedMeta } from '../../lib/values/packed-meta.ts';

const SIZE = META_FRAME_SIZE;

function packed(meta: Meta, size = SIZE): Buffer | undefined {
  const memory = new ArrayBuffer(size);
  // Whatever was there before.
  Buffer.from(memory).fill(0xaa);
  return new PackedMeta(memory).put(partsOf(meta)) ? Buffer.from(memory) : undefined;
}

function read(bytes: Buffer): Meta {
  const memory = new ArrayBuffer(bytes.length + 128);
  bytes.copy(Buffer.from(memory), 128);
  return new PackedMeta(memory).read(128);
}

const all: Meta = {
  text: 'x',
  empty: '',
  seven: '1234567',
  eight: '12345678',
  grüße: '🌡 °C',
  double: 0.5,
  nan: Number.NaN,
  yes: true,
  no: false,
  negative: -1n,
  smallest: -(2n ** 63n),
  largest: 2n ** 63n - 1n,
  unsigned: 2n ** 63n,
  signed: new Signed(5),
  forced: new Unsigned(2n ** 64n - 1n),
};

// The bytes as they are, so that a mistake that both sides make shows.
test('the layout', () => {
  const bytes = packed({ origin: 'sensor12', flag: true });
  const size = 8 + (8 + 8 + 16) + (8 + 8 + 8);
  expect(bytes?.subarray(0, size)).toEqual(
    Buffer.concat([
      Buffer.from(Uint32Array.of(2, size).buffer),
      Buffer.from([1, 6, 8, 0, 0, 0, 0, 0]),
      Buffer.from('origin\0\0sensor12\0\0\0\0\0\0\0\0'),
      Buffer.from([5, 4, 0, 0, 0, 0, 0, 0]),
      Buffer.from('flag\0\0\0\0'),
      Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]),
    ]),
  );
});

test('what was put can be read, as often as it is', () => {
  const bytes = packed(all) as Buffer;
  for (let i = 0; i < 3; i++) {
    const meta = read(bytes);
    expect(flattenMeta(meta)).toEqual(flattenMeta(all));
    expect(Object.getPrototypeOf(meta)).toBe(Object.prototype);
  }
});

test('nothing is left of what was there before', () => {
  const memory = new ArrayBuffer(SIZE);
  const meta = new PackedMeta(memory);
  expect(meta.put(partsOf(all))).toBe(true);
  expect(meta.put(partsOf({ a: 'b' }))).toBe(true);
  expect(meta.read(0)).toEqual({ a: 'b' });
  expect(meta.put(partsOf({ a: [] as never }))).toBe(false);
  expect(meta.read(0)).toEqual({});
  expect(meta.put(partsOf(all))).toBe(true);
  meta.clear();
  expect(meta.read(0)).toEqual({});
});

test('what a getter puts there does not mix with the rest', () => {
  const memory = new ArrayBuffer(SIZE);
  const meta = new PackedMeta(memory);
  const nested = {
    first: 'one',
    get second(): string {
      meta.put(partsOf({ other: 'thing', more: 5 }));
      return 'two';
    },
  };
  expect(meta.put(partsOf(nested))).toBe(true);
  expect(meta.read(0)).toEqual({ first: 'one', second: 'two' });
});

test('"__proto__" is a key like any other', () => {
  const meta = read(packed(JSON.parse('{ "__proto__": "p", "toString": "t" }')) as Buffer);
  expect(Object.entries(meta)).toEqual([
    ['__proto__', 'p'],
    ['toString', 't'],
  ]);
});

test.each<[string, Meta]>([
  ['keys that differ in case', { Key: 1, KEY: 2 }],
  ['no meta data', { a: undefined as never }],
  ['null', { a: null as never }],
  ['nothing', {}],
  ['an object', { a: {} as never }],
  ['a symbol', { a: Symbol() as never }],
  ['a NUL', { a: 'x\0y' }],
  ['a NUL after what is not ASCII', { a: 'ü\0' }],
  ['a lone surrogate', { a: '\ud800' }],
  ['a NUL in a key', { 'a\0': 1 }],
  ['an integer too small', { a: -(2n ** 63n) - 1n }],
  ['an integer too large', { a: 2n ** 64n }],
  ['a key that is too long', { ['k'.repeat(PACKED_MAX_KEY + 1)]: 1 }],
  ['text that is too long', { a: 'x'.repeat(SIZE) }],
  ['text that is too long when encoded', { a: '🌡'.repeat(SIZE / 4) }],
  ['a second entry without room', { a: 'x'.repeat(SIZE - 40), b: 'x' }],
])('%s is not packed', (_, meta) => {
  expect(packed(meta)).toBe(undefined);
});

test('up to the last byte', () => {
  const room = SIZE - 8 - 8 - 8;
  expect(packed({ a: 'x'.repeat(room - 1) })).not.toBe(undefined);
  expect(packed({ a: 'x'.repeat(room) })).toBe(undefined);
  // A number where the room ends.
  expect(packed({ a: 'x'.repeat(room - 1 - 24), b: 1 })).not.toBe(undefined);
  expect(packed({ a: 'x'.repeat(room - 1 - 16), b: 1 })).toBe(undefined);
});

test('bytes that are not UTF-8 show as U+FFFD, and do not stand for others', () => {
  const bytes = packed({ a: 'xy?z' }) as Buffer;
  const place = bytes.indexOf('?');
  const values = [0xff, 0x3f, 0xfe, 0x3f, 0xff].map((byte) => {
    bytes[place] = byte;
    return read(bytes).a;
  });
  expect(values).toEqual(['xy�z', 'xy?z', 'xy�z', 'xy?z', 'xy�z']);
});
