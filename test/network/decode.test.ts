// What decode() makes of datagrams, byte by byte.
import { describe, expect, test } from 'vitest';
import { decode, Notification, Values } from '../../lib/network/index.ts';
import * as b from './bytes.ts';

const head = b.concat(b.host('h'), b.plugin('p'), b.type('t'));

function only(datagram: Uint8Array, options = {}): Values {
  const { items, error } = decode(datagram, options);
  expect(error).toBeUndefined();
  expect(items).toHaveLength(1);
  expect(items[0]).toBeInstanceOf(Values);
  return items[0] as Values;
}

describe('parts', () => {
  test('every descriptive part reaches the item', () => {
    const item = only(
      b.concat(
        b.host('alpha'),
        b.timeHr((1732177000n << 30n) + 1n),
        b.intervalHr(10n << 30n),
        b.plugin('cpu'),
        b.pluginInstance('0'),
        b.type('cpu'),
        b.typeInstance('idle'),
        b.gauge(1.5),
      ),
    );
    expect({ ...item }).toEqual({
      kind: 'values',
      host: 'alpha',
      plugin: 'cpu',
      plugin_instance: '0',
      type: 'cpu',
      type_instance: 'idle',
      time: 1732177000,
      time_hr: (1732177000n << 30n) + 1n,
      interval: 10,
      interval_hr: 10n << 30n,
      values: [1.5],
      dstypes: ['gauge'],
      meta: {},
      security: 'none',
      username: undefined,
      sender: undefined,
    });
  });

  test('low and high resolution set the same field, and the last one wins', () => {
    const low = b.concat(b.timeHr(5n), b.time(100), b.intervalHr(5n), b.interval(20), b.gauge(0));
    expect(only(low)).toMatchObject({ time: 100, time_hr: 100n << 30n, interval: 20 });
    const high = b.concat(b.time(100), b.timeHr(3n << 29n), b.gauge(0));
    expect(only(high)).toMatchObject({ time: 1.5, time_hr: 3n << 29n });
  });

  test('times keep all of their bits', () => {
    expect(only(b.concat(b.timeHr(2n ** 64n - 1n), b.gauge(0))).time_hr).toBe(2n ** 64n - 1n);
    expect(only(b.concat(b.time(2n ** 64n - 1n), b.gauge(0))).time).toBe(2 ** 64);
  });

  test('state carries on from item to item, until a part replaces it', () => {
    const { items, error } = decode(
      b.concat(
        head,
        b.typeInstance('a'),
        b.gauge(1),
        b.typeInstance('b'),
        b.gauge(2),
        b.severity(4),
        b.message('fine'),
        b.typeInstance(''),
        b.gauge(3),
      ),
    );
    expect(error).toBeUndefined();
    expect(items.map((item) => item.source)).toEqual(['h/p/t/a', 'h/p/t/b', 'h/p/t/b', 'h/p/t']);
    expect(items[2]).toBeInstanceOf(Notification);
    expect(items[2]).toMatchObject({ kind: 'notification', severity: 4, message: 'fine' });
  });

  test('parts of unknown types are skipped', () => {
    const unknown = [10, 0x0102, 0x0201, 0x0211, 0xffff].map((id) => b.part(id, Buffer.alloc(3)));
    expect(only(b.concat(b.part(0x7fff), ...unknown, head, b.gauge(1))).source).toBe('h/p/t');
  });

  test('nothing at all is fine', () => {
    expect(decode(new Uint8Array())).toEqual({ items: [] });
  });

  test('any Uint8Array will do, wherever it begins', () => {
    const bytes = new Uint8Array(b.concat(Buffer.alloc(3), head, b.gauge(7)));
    expect(only(bytes.subarray(3)).values).toEqual([7]);
    expect(() => decode('host' as unknown as Uint8Array)).toThrow(TypeError);
  });
});

describe('values', () => {
  const list = b.values(
    [0, b.u64(2n ** 64n - 1n)],
    [1, b.double(-0.1)],
    [2, b.u64(-(2n ** 63n))],
    [3, b.u64(2n ** 53n + 1n)],
    [2, b.u64(-5n)],
  );

  test('all four types, as numbers', () => {
    const item = only(list);
    expect(item.dstypes).toEqual(['counter', 'gauge', 'derive', 'absolute', 'derive']);
    expect(item.values).toEqual([2 ** 64, -0.1, -(2 ** 63), 2 ** 53, -5]);
  });

  test('all four types, exact', () => {
    const item = only(list, { bigint: true });
    expect(item.values).toEqual([2n ** 64n - 1n, -0.1, -(2n ** 63n), 2n ** 53n + 1n, -5n]);
  });

  test('gauges that are no ordinary numbers', () => {
    const nan = b.values([1, Buffer.from('000000000000f87f', 'hex')]);
    expect(only(nan).values).toEqual([Number.NaN]);
    for (const value of [Infinity, -Infinity, -0, Number.MIN_VALUE, Number.MAX_VALUE]) {
      expect(only(b.gauge(value)).values[0]).toBe(value);
    }
  });

  test('a list may be empty, or as long as a datagram', () => {
    expect(only(b.values()).values).toEqual([]);
    const many = Array.from({ length: 7000 }, (_, n): [number, Buffer] => [2, b.u64(n)]);
    expect(only(b.values(...many)).values).toEqual(many.map((_, n) => n));
  });

  test('what a server would refuse is an item all the same', () => {
    expect(only(b.gauge(1))).toMatchObject({ host: '', type: '', time: 0 });
    expect(only(b.concat(b.host('x'.repeat(500)), b.gauge(1))).host).toBe('x'.repeat(500));
    const { items } = decode(b.concat(b.severity(77n), b.message('')));
    expect(items[0]).toMatchObject({ severity: 77, message: '' });
  });
});

describe('text', () => {
  test('UTF-8, and U+FFFD for what is none', () => {
    expect(only(b.concat(b.host('naïve-шлюз-🦊'), b.gauge(1))).host).toBe('naïve-шлюз-🦊');
    const bytes = b.part(0, Buffer.from([0x61, 0xff, 0xc3, 0]));
    for (let n = 0; n < 2; n++) expect(only(b.concat(bytes, b.gauge(1))).host).toBe('a��');
  });

  test('ends at the first NUL', () => {
    const short = b.part(0, Buffer.from('ab\0cd\0'));
    const long = b.part(2, Buffer.from(`${'x'.repeat(70)}\0y\0`));
    const item = only(b.concat(short, long, b.gauge(1)));
    expect([item.host, item.plugin]).toEqual(['ab', 'x'.repeat(70)]);
    const { items } = decode(b.part(0x100, Buffer.from('one\0two\0')));
    expect(items[0]).toMatchObject({ message: 'one' });
  });

  test('the table of strings never mixes them up', () => {
    // More than it has places for: some share one, whatever the hash is. It keeps what comes twice.
    const names = Array.from({ length: 40_000 }, (_, n) => `name-${(n * 7919) % 99_991}`);
    for (const name of [...names, ...names]) {
      const part = b.concat(b.host(name), b.values());
      const { items } = decode(b.concat(part, part, part));
      const wrong = items.find((item) => item.host !== name);
      if (wrong !== undefined) expect(wrong.host).toBe(name);
    }
  });
});

describe('what is malformed ends decoding; items before it stay', () => {
  const cases: [name: string, bytes: Uint8Array, message: RegExp][] = [
    ['zero padding', Buffer.alloc(8), /part of 0 bytes/],
    ['half a header', Buffer.alloc(3), /only 3 bytes/],
    ['length below that of a header', Buffer.from([0, 0, 0, 3, 0]), /part of 3 bytes/],
    ['length beyond the end', Buffer.from([0, 0, 0, 9, 0x61, 0]), /part of 9 bytes, where 6/],
    ['unknown type, length beyond the end', Buffer.from([9, 9, 0, 9, 0, 0]), /part of 9 bytes/],
    ['string of nothing', b.part(0), /string part without a NUL/],
    ['string without its NUL', b.part(5, Buffer.from('abc')), /ends in no NUL/],
    ['message without its NUL', b.part(0x100, Buffer.from('abc')), /ends in no NUL/],
    ['short number', b.part(1, Buffer.alloc(7)), /number part of 11 bytes/],
    ['long number', b.part(8, Buffer.alloc(9)), /number part of 13 bytes/],
    ['short severity', b.part(0x101, Buffer.alloc(4)), /number part of 8 bytes/],
    ['values without their number', b.part(6), /values part of 4 bytes/],
    ['values with half their number', b.part(6, Buffer.alloc(1)), /values part of 5 bytes/],
    ['fewer values than it says', b.part(6, b.u16(2), Buffer.alloc(9)), /values part of 15/],
    ['more values than it says', b.part(6, b.u16(0), Buffer.alloc(9)), /values part of 15/],
    ['value of unknown type', b.values([4, b.u64(1)]), /unknown type 4/],
  ];

  test.each(cases)('%s', (_name, bytes, text) => {
    const good = b.concat(head, b.gauge(1));
    const { items, error } = decode(b.concat(good, bytes));
    expect(items.map((item) => item.source)).toEqual(['h/p/t']);
    expect(error).toEqual({
      code: 'ERR_COLLECTD_MALFORMED',
      message: expect.stringMatching(text),
      offset: good.length,
    });
    expect(error?.message).toContain(`at byte ${good.length}`);
    // The rest is left alone, good as it may be.
    if (bytes.length > 4) expect(decode(b.concat(good, bytes, good)).items).toHaveLength(1);
  });

  test('a list with a bad value leaves nothing of itself', () => {
    const list = b.values([1, b.double(1)], [9, b.double(2)]);
    expect(decode(list).items).toEqual([]);
  });
});
