// What the Encoder puts on the wire.
import { describe, expect, test } from 'vitest';
import {
  decode,
  Encoder,
  Notification,
  Values,
  type ValuesFields,
} from '../../lib/network/index.ts';
import * as b from './bytes.ts';

const fields: ValuesFields = {
  host: 'h',
  plugin: 'p',
  type: 't',
  time: 1732177000.5,
  interval: 10,
  values: [1],
};
const time = b.timeHr((3464354001n << 29n) as bigint);
const start = b.concat(b.host('h'), time, b.intervalHr(10n << 30n), b.plugin('p'), b.type('t'));

function encode(items: (ValuesFields | Notification)[], options = {}): Buffer[] {
  const encoder = new Encoder(options);
  const datagrams = items.map((item) => encoder.add(item));
  datagrams.push(encoder.flush());
  return datagrams.filter((datagram) => datagram !== undefined);
}

describe('value lists', () => {
  test('in the order of collectd, and only what changed', () => {
    const [datagram] = encode([
      fields,
      { ...fields, type_instance: 'ti' },
      { ...fields, type_instance: 'ti', plugin_instance: 'pi', time: 1732177001, interval: 1.5 },
      fields,
    ]);
    const expected = b.concat(
      start,
      b.gauge(1),
      b.typeInstance('ti'),
      b.gauge(1),
      b.timeHr(1732177001n << 30n),
      b.intervalHr(3n << 29n),
      b.pluginInstance('pi'),
      b.gauge(1),
      time,
      b.intervalHr(10n << 30n),
      b.pluginInstance(''),
      b.typeInstance(''),
      b.gauge(1),
    );
    expect(datagram).toEqual(expected);
  });

  test('all four types, and the one NaN', () => {
    const [datagram] = encode([
      {
        values: [2n ** 64n - 1n, Number.NaN, -(2n ** 63n), 2 ** 53, -1, 7.9, -7.9],
        dstypes: ['counter', 'gauge', 'derive', 'absolute', 'derive', 'counter', 'derive'],
      },
    ]);
    const expected = b.values(
      [0, b.u64(2n ** 64n - 1n)],
      [1, Buffer.from('000000000000f87f', 'hex')],
      [2, b.u64(-(2n ** 63n))],
      [3, b.u64(2n ** 53n)],
      [2, b.u64(-1n)],
      [0, b.u64(7n)],
      [2, b.u64(-7n)],
    );
    expect(datagram).toEqual(expected);
  });

  test('low resolution', () => {
    const [datagram] = encode(
      [fields, { ...fields, time: 1732177000.9, interval: 10.2 }, { ...fields, interval: 0.2 }],
      { resolution: 'low' },
    );
    const expected = b.concat(
      b.host('h'),
      b.time(1732177000),
      b.interval(10),
      b.plugin('p'),
      b.type('t'),
      b.gauge(1),
      b.gauge(1),
      b.interval(1),
      b.gauge(1),
    );
    expect(datagram).toEqual(expected);
  });

  test('the exact time counts as long as it is the same instant', () => {
    const item = new Values({ ...fields, time: 1732177000.5, time_hr: (3464354001n << 29n) + 1n });
    const [exact] = encode([item]);
    expect(decode(exact as Buffer).items[0]?.time_hr).toBe((3464354001n << 29n) + 1n);
    item.time += 1;
    const [changed] = encode([item]);
    expect(decode(changed as Buffer).items[0]?.time_hr).toBe(3464354003n << 29n);
  });

  test('what was decoded encodes to the same bytes', () => {
    const datagram = b.concat(
      b.host('größe'),
      b.timeHr(1860000000123456789n),
      b.intervalHr(10737418240n),
      b.plugin('p'),
      b.type('t'),
      b.values([0, b.u64(1n)], [1, b.double(0.1)], [2, b.u64(-1n)], [3, b.u64(2n ** 64n - 1n)]),
      b.typeInstance('x'.repeat(127)),
      b.values([1, b.double(-0)]),
    );
    const { items } = decode(datagram, { bigint: true });
    expect(encode(items)).toEqual([datagram]);
  });
});

describe('notifications', () => {
  const item = new Notification({
    host: 'h',
    plugin: 'p',
    type_instance: 'ti',
    time: 1732177000.5,
    severity: 2,
    message: 'Füllstand niedrig',
  });
  const bytes = b.concat(
    time,
    b.severity(2),
    b.host('h'),
    b.plugin('p'),
    b.typeInstance('ti'),
    b.message('Füllstand niedrig'),
  );

  test('one in a datagram of its own, at once', () => {
    const encoder = new Encoder();
    expect(encoder.add(fields)).toBeUndefined();
    expect(encoder.add(item)).toEqual(bytes);
    // The values in the making do not know of it.
    encoder.add(fields);
    expect(encoder.flush()).toEqual(b.concat(start, b.gauge(1), b.gauge(1)));
  });

  test('protected ones keep to the size too', () => {
    const long = 'x'.repeat(127);
    const full = { host: long, plugin: long, plugin_instance: long, type: long };
    const big = new Notification({ ...full, type_instance: long, message: 'm'.repeat(255) });
    const options = { size: 1024, securityLevel: 'encrypt', username: 'u'.repeat(64) } as const;
    const encoder = new Encoder({ ...options, password: 'p' });
    expect(() => encoder.add(big)).toThrow(/does not fit/);
    big.type = 't';
    expect(encoder.add(big)?.length).toBeLessThanOrEqual(1024);
    expect(new Encoder({ size: 1024 }).add(big)).toBeDefined();
  });
});

describe('size', () => {
  test('datagrams are full, and not fuller than collectd leaves room', () => {
    for (const size of [1024, 1452, 9000]) {
      const items = Array.from({ length: 3000 }, (_, n) => ({
        ...fields,
        type_instance: `n${n}`,
        values: [n],
      }));
      const datagrams = encode(items, { size });
      const most = Math.max(...datagrams.map((datagram) => datagram.length));
      expect(most).toBeLessThanOrEqual(size - 106);
      expect(most).toBeGreaterThan(size - 106 - 40);
      const back = datagrams.flatMap((datagram) => decode(datagram).items as Values[]);
      expect(back.map((item) => item.values[0])).toEqual(items.map((_, n) => n));
      expect(back.every((item) => item.host === 'h' && item.interval === 10)).toBe(true);
    }
  });

  test.each(['sign', 'encrypt'] as const)(
    'with a name as long as may be, %s keeps to it',
    (securityLevel) => {
      const username = 'u'.repeat(securityLevel === 'sign' ? 70 : 64);
      const items = Array.from({ length: 500 }, (_, n) => ({ ...fields, values: [n] }));
      const datagrams = encode(items, { securityLevel, username, password: 'p' });
      const most = Math.max(...datagrams.map((datagram) => datagram.length));
      expect(most).toBeLessThanOrEqual(1452);
      expect(most).toBeGreaterThan(1400);
      const options = { securityLevel, password: (user: string) => (user === username ? 'p' : '') };
      expect(datagrams.flatMap((datagram) => decode(datagram, options).items)).toHaveLength(500);
      const more = `${username}u`;
      expect(() => new Encoder({ securityLevel, username: more, password: 'p' })).toThrow(
        RangeError,
      );
    },
  );
});

describe('what is refused leaves no trace', () => {
  const refused: [name: string, item: ValuesFields, error: RegExp][] = [
    ['128 bytes of host', { ...fields, host: 'x'.repeat(128) }, /host .* takes 128 bytes/],
    ['64 characters of two bytes', { ...fields, type_instance: 'é'.repeat(64) }, /128 bytes/],
    ['NUL', { ...fields, plugin: 'a\0b' }, /plugin contains a NUL/],
    ['half a pair', { ...fields, type: 'a\ud800' }, /surrogate/],
    ['no string', { ...fields, plugin: 5 as unknown as string }, /plugin must be a string/],
    ['no number', { ...fields, values: ['1' as unknown as number] }, /not a number: 1/],
    ['nothing', { ...fields, values: [null as unknown as number] }, /not a number: null/],
    ['unknown type', { ...fields, dstypes: ['x' as 'gauge'] }, /unknown type of a value: x/],
    ['types too few', { ...fields, values: [1, 2], dstypes: ['gauge'] }, /2 values, but 1/],
    ['counter below 0', { ...fields, values: [-1], dstypes: ['counter'] }, /counter cannot hold/],
    ['NaN as integer', { ...fields, values: [Number.NaN], dstypes: ['derive'] }, /cannot hold NaN/],
    ['2^63', { ...fields, values: [2n ** 63n], dstypes: ['derive'] }, /derive cannot hold/],
    ['2^64', { ...fields, values: [2 ** 64], dstypes: ['absolute'] }, /absolute cannot hold/],
    ['time before 1970', { ...fields, time: -1 }, /time must be/],
    ['no time', { ...fields, time: Number.NaN }, /time must be/],
    ['interval too long', { ...fields, interval: 2 ** 34 }, /interval must be/],
    ['too many values', { ...fields, values: new Array(200).fill(1) }, /200 values do not fit/],
  ];

  test.each(refused)('%s', (_name, item, error) => {
    const encoder = new Encoder();
    encoder.add({ ...fields, host: 'first' });
    expect(() => encoder.add(item)).toThrow(error);
    encoder.add({ ...fields, host: 'first', type_instance: 'x' });
    const expected = new Encoder();
    expected.add({ ...fields, host: 'first' });
    expected.add({ ...fields, host: 'first', type_instance: 'x' });
    expect(encoder.flush()).toEqual(expected.flush());
  });

  test('an item that is too large for any datagram does not cost the one in the making', () => {
    const encoder = new Encoder();
    encoder.add(fields);
    const values = new Array(150).fill(1);
    expect(() => encoder.add({ ...fields, values })).toThrow(RangeError);
    encoder.add({ ...fields, values: [2] });
    expect(encoder.flush()).toEqual(b.concat(start, b.gauge(1), b.gauge(2)));
    expect(encoder.flush()).toBeUndefined();
  });

  test('errors have codes', () => {
    const code = (item: ValuesFields): unknown => {
      try {
        new Encoder().add(item);
        return 'none';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code({ host: 'x'.repeat(128), values: [1] })).toBe('ERR_COLLECTD_OUT_OF_RANGE');
    expect(code({ host: '\0', values: [1] })).toBe('ERR_COLLECTD_INVALID_ARGUMENT');
    expect(code({ values: [1], dstypes: [] })).toBe('ERR_COLLECTD_VALUES');
    expect(code({ host: 'h' })).toBe('ERR_COLLECTD_VALUES');
  });

  test('message over 255 bytes', () => {
    expect(() => new Encoder().add(new Notification({ message: 'x'.repeat(256) }))).toThrow(
      /message .* takes 256 bytes/,
    );
  });

  test('options', () => {
    expect(() => new Encoder({ size: 1023 })).toThrow(RangeError);
    expect(() => new Encoder({ size: 65536 })).toThrow(RangeError);
    expect(() => new Encoder({ securityLevel: 'sign' })).toThrow(TypeError);
    expect(() => new Encoder({ securityLevel: 'Sign' as 'sign' })).toThrow(RangeError);
  });
});
