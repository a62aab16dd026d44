// How much memory a message is taken to need while it waits.
import { expect, test } from 'vitest';
import { messageSize } from '../../lib/process/memory/message-size.ts';

const MIB = 2 ** 20;
/** Of a message with nothing in it. */
const BASE = messageSize(undefined) - 1;

const row = (text: string) => ({ id: 1, text });
const shared = { block: new ArrayBuffer(MIB) };
const cyclic: { text: string; self?: unknown } = { text: 'x'.repeat(MIB / 2) };
cyclic.self = cyclic;

/** Bytes between which the estimate has to be. */
const cases: Record<string, [message: unknown, least: number, most: number]> = {
  'a number': [5, 1, 16],
  'a string': ['x'.repeat(1000), 2000, 2016],
  'a large bigint': [1n << 80_000n, 9_000, 20_000],
  null: [null, 0, 16],
  'a small object': [{ a: 1, b: 'xx' }, 10, 100],
  'an ArrayBuffer': [new ArrayBuffer(MIB), MIB, MIB + 100],
  'a part of an ArrayBuffer, with which all of it is posted': [
    new Uint8Array(new ArrayBuffer(MIB), 0, 1),
    MIB,
    MIB + 100,
  ],
  'a DataView': [new DataView(new ArrayBuffer(MIB)), MIB, MIB + 100],
  'a SharedArrayBuffer, which is not copied': [new SharedArrayBuffer(MIB), 0, 100],
  'views of a SharedArrayBuffer': [new Uint8Array(new SharedArrayBuffer(MIB)), 0, 100],
  'two views of one buffer': [
    [new Uint8Array(shared.block), new Uint16Array(shared.block)],
    MIB,
    MIB + 200,
  ],
  'a buffer deep inside': [
    { a: [{ b: new Map([['c', { d: new ArrayBuffer(MIB) }]]) }] },
    MIB,
    MIB + 500,
  ],
  'a buffer after many others': [
    { rows: Array.from({ length: 5000 }, () => row('x')), body: new ArrayBuffer(10 * MIB) },
    10 * MIB,
    11 * MIB,
  ],
  'a Map': [new Map(Array.from({ length: 50 }, (_, i) => [i, 'x'.repeat(500)])), 50_000, 60_000],
  'a large Map': [new Map(Array.from({ length: 5000 }, (_, i) => [i, 'x'.repeat(500)])), 5e6, 6e6],
  'a Set': [new Set(Array.from({ length: 5000 }, (_, i) => `${i}`.padEnd(500))), 5e6, 6e6],
  'an array of numbers': [new Array(1e6).fill(0.5), 8e6, 1e7],
  'an array of many holes': [new Array(1e9), 0, 100],
  'many objects': [Array.from({ length: 1e5 }, () => row('x'.repeat(100))), 1e5 * 200, 1e5 * 300],
  'groups of many objects': [
    Array.from({ length: 50 }, () => Array.from({ length: 200 }, () => row('x'.repeat(500)))),
    1e7,
    1.3e7,
  ],
  'an object that many have': [
    Array.from({ length: 1e5 }, (_, i) => ({ i, shared })),
    MIB,
    8 * MIB,
  ],
  'one object again and again': [new Array(1e5).fill(shared), MIB, 2 * MIB],
  'an object in itself': [cyclic, MIB, MIB + 200],
  'an Error': [new Error('x'.repeat(1000)), 2000, 8000],
  'an object of a class': [
    new (class {
      text = 'x'.repeat(1000);
    })(),
    2000,
    2200,
  ],
};

test.each(Object.entries(cases))('%s', (_, [message, least, most]) => {
  const size = messageSize(message) - BASE;
  expect(size).toBeGreaterThanOrEqual(least);
  expect(size).toBeLessThanOrEqual(most);
});

test('no code of the message runs', () => {
  const refuse = (): never => {
    throw new Error('it ran');
  };
  const proxy = new Proxy(
    {},
    { ownKeys: refuse, getPrototypeOf: refuse, get: refuse, getOwnPropertyDescriptor: refuse },
  );
  const getter = {
    get text() {
      return refuse();
    },
    [Symbol.iterator]: refuse,
    toJSON: refuse,
  };
  expect(messageSize([proxy, getter])).toBeLessThan(BASE + 200);
});
