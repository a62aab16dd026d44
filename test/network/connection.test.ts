// Connection and Counter: what is counted, and what of it arrives.
import { hostname } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  Connection,
  type ConnectionOptions,
  type Counter,
  type Reader,
  type Values,
} from '../../lib/network/index.ts';
import { startReader, take } from './loopback.ts';

interface Wire {
  reader: Reader;
  conn: Connection;
  lines: string[];
  /** Flushes, and gives what was sent: name and value. */
  sent(): Promise<Record<string, number | bigint>>;
}

async function wire(options: ConnectionOptions = {}): Promise<Wire> {
  const reader = await startReader({ bigint: true });
  const lines: string[] = [];
  const { address, port } = reader.address();
  const conn = new Connection({
    hostname: 'me',
    collectd_host: address,
    collectd_port: port,
    log: (level, message) => lines.push(`${level}: ${message}`),
    ...options,
  });
  onTestFinished(() => conn.close());
  const sent = async (): Promise<Record<string, number | bigint>> => {
    // What is last tells that everything before it has arrived.
    conn.counter('end').record({ mark: 1 });
    await conn.flush();
    const all: Record<string, number | bigint> = {};
    for await (const item of reader) {
      if (item.kind !== 'values') continue;
      if (item.type_instance === 'end-mark') return all;
      all[item.type_instance] = item.values[0] ?? Number.NaN;
    }
    return all;
  };
  return { reader, conn, lines, sent };
}

describe('what a packet has', () => {
  test('the defaults of the original, in high resolution', async () => {
    const before = Date.now() / 1000;
    const { reader, conn } = await wire({ hostname: hostname() });
    conn.some_category?.record({ some_counter: 1 });
    await conn.flush();
    const [item] = (await take(reader, 1)) as Values[];
    expect(item).toMatchObject({
      host: hostname(),
      plugin: 'any',
      plugin_instance: '',
      type: 'gauge',
      type_instance: 'some_category-some_counter',
      interval: 10,
      dstypes: ['gauge'],
      values: [1],
      security: 'none',
    });
    expect(item?.time).toBeGreaterThanOrEqual(before);
    expect(item?.time).toBeLessThanOrEqual(Date.now() / 1000);
  });

  test('what the options say', async () => {
    const { reader, conn } = await wire({ plugin_name: 'app', plugin_inst: 'web', interval: 2.5 });
    conn.counter('a').record({ b: 1 });
    await conn.flush();
    const [item] = (await take(reader, 1)) as Values[];
    expect(item).toMatchObject({
      host: 'me',
      plugin: 'app',
      plugin_instance: 'web',
      interval: 2.5,
    });
  });

  test('more than fits one', async () => {
    const { conn, sent, reader } = await wire();
    for (let n = 0; n < 500; n++) conn.counter('many').record({ [`stat${n}`]: n });
    const all = await sent();
    expect(Object.keys(all)).toHaveLength(500);
    expect(all['many-stat499']).toBe(499);
    expect(reader.statistics.datagrams).toBeGreaterThan(5);
  });

  test.each(['sign', 'encrypt'] as const)('protected: %s', async (securityLevel) => {
    const password = (): string => 'secret';
    const reader = await startReader({ securityLevel, password });
    const { address: collectdHost, port: collectdPort } = reader.address();
    const security = { securityLevel, username: 'alice', password: 'secret' };
    const conn = new Connection({
      hostname: 'me',
      collectd_host: collectdHost,
      collectd_port: collectdPort,
      ...security,
    });
    onTestFinished(() => conn.close());
    conn.counter('a').record({ b: 1 });
    await conn.flush();
    expect((await take(reader, 1))[0]).toMatchObject({
      security: securityLevel,
      username: 'alice',
    });
  });

  test('over IPv6', async () => {
    const reader = await startReader({ host: '::1' });
    const conn = new Connection({ collectd_host: '::1', collectd_port: reader.address().port });
    onTestFinished(() => conn.close());
    conn.counter('a').record({ b: 1 });
    expect(await conn.flush()).toBe(true);
    expect((await take(reader, 1))[0]?.sender?.family).toBe('IPv6');
  });
});

describe('record', () => {
  test('counts for each name and for the base, as documented', async () => {
    const { conn, sent } = await wire();
    conn.example?.record({ baz: 1 });
    conn.example?.record('foo', { baz: 2 });
    conn.example?.record('bar', { baz: 3 });
    const expected = { 'example-baz': 6, 'example-foo-baz': 2, 'example-bar-baz': 3 };
    expect(await sent()).toEqual(expected);
  });

  test('sanitises names, as documented', async () => {
    const { conn, sent } = await wire();
    conn['^@#@foo%$&&*']?.record('()#@bar&*()baz$^_+', { '*()#@spam!@$^&*': 1 });
    expect(await sent()).toEqual({ 'foo-spam': 1, 'foo-bar_baz-spam': 1 });
  });

  test('names that come to the same add up, over categories too', async () => {
    const { conn, sent } = await wire();
    conn.x?.record('foo-bar', { baz: 2 });
    conn.x?.record('foo/bar', { baz: 3 });
    conn['a.b']?.record({ c: 1 });
    conn['a-b']?.record({ c: 10 });
    expect(await sent()).toEqual({ 'x-foo_bar-baz': 5, 'x-baz': 5, 'a_b-c': 11 });
  });

  test('a name of nothing is the base, and counts once', async () => {
    const { conn, sent } = await wire();
    conn.x?.record({ baz: 5 });
    conn.x?.record('!!!', '', { baz: 1 });
    conn.counter('').record({ baz: 1 });
    conn.counter('x').record('é', { '': 1 });
    expect(await sent()).toEqual({ 'x-baz': 6, '-baz': 1, 'x-': 1 });
  });

  test('one bad argument, and nothing counts', async () => {
    const { conn, lines, sent } = await wire();
    const record = conn.counter('x').record.bind(conn.counter('x')) as (...args: unknown[]) => void;
    record({ good: 1, bad: '2' });
    record('a', 5, { good: 1 });
    record({ good: 1, bad: true });
    record({ good: 1, bad: null });
    record({ good: 1, bad: undefined });
    record('a');
    record();
    record([1]);
    record(null);
    record({
      get good() {
        throw new Error('no');
      },
    });
    expect(await sent()).toEqual({});
    expect(lines).toHaveLength(10);
    expect(lines[0]).toBe('error: TypeError: bad must be a number, not string');
    expect(lines[9]).toBe('error: Error: no');
  });

  test('special numbers pass through', async () => {
    const { conn, sent } = await wire();
    conn.x?.record({ inf: Infinity, nan: Number.NaN, big: 2n ** 60n, half: 0.5 });
    expect(await sent()).toEqual({
      'x-inf': Infinity,
      'x-nan': Number.NaN,
      'x-big': 2 ** 60,
      'x-half': 0.5,
    });
  });

  test('names of every kind are just names', async () => {
    const { conn, sent } = await wire();
    const stats = JSON.parse('{ "__proto__": 1, "constructor": 2, "toString": 3 }');
    (conn.toString as unknown as Counter).record(stats);
    conn.record?.record({ hasOwnProperty: 4 });
    conn.counter('then').record({ x: 5 });
    conn.counter('_private').record({ x: 6 });
    expect(await conn).toBe(conn);
    expect(conn._private).toBeUndefined();
    expect(`${conn}`).toBe('[object Connection]');
    expect(await sent()).toEqual({
      'toString-proto': 1,
      'toString-constructor': 2,
      'toString-toString': 3,
      'record-hasOwnProperty': 4,
      'then-x': 5,
      'private-x': 6,
    });
  });

  test('no name kills a packet', async () => {
    const { conn, lines, sent } = await wire();
    const long = 'n'.repeat(200);
    conn.counter('a').record({ [long]: 1 });
    conn.counter('a').record({ [`${long}m`]: 2, short: 3 });
    expect(await sent()).toEqual({ [`a-${'n'.repeat(125)}`]: 3, 'a-short': 3 });
    expect(lines[0]).toMatch(/^warning: name of 202 characters is cut to 127: a-nnn/);
  });
});

describe('types', () => {
  test('other than gauge', async () => {
    const { reader, conn } = await wire();
    const requests = conn.counter('http', { type: 'derive' });
    expect(conn.counter('http', { type: 'derive' })).toBe(requests);
    requests.record({ requests: 2 });
    conn.counter('http', { type: 'total_requests', dstype: 'derive' }).record({ requests: -3 });
    conn.counter('http', { dstype: 'absolute' }).record({ hits: 2n ** 64n - 1n });
    conn.counter('http', { type: 'counter' }).record({ seen: 4 });
    conn.counter('http', { type: 'temperature' }).set_exact({ cpu: 36.6 });
    await conn.flush();
    const items = (await take(reader, 5)) as Values[];
    expect(items.map((item) => [item.type, item.dstypes[0], item.values[0]])).toEqual([
      ['derive', 'derive', 2n],
      ['total_requests', 'derive', -3n],
      ['absolute', 'absolute', 2n ** 64n - 1n],
      ['counter', 'counter', 4n],
      ['temperature', 'gauge', 36.6],
    ]);
  });

  test('integers have to be whole, counts not negative', async () => {
    const { conn, lines, sent } = await wire();
    conn.counter('x', { type: 'derive' }).record({ a: 1.5 });
    conn.counter('x', { type: 'counter' }).record({ a: -1 });
    conn.counter('x', { type: 'absolute' }).record({ a: Number.NaN });
    expect(await sent()).toEqual({});
    expect(lines).toHaveLength(3);
    expect(() => conn.counter('x', { dstype: 'x' as 'gauge' })).toThrow(TypeError);
  });

  test('what does not fit 64 bits is refused, sums wrap around', async () => {
    const { conn, lines, sent } = await wire();
    conn.counter('d', { type: 'derive' }).set_exact({ a: 2n ** 63n });
    conn.counter('c', { type: 'counter' }).record({ a: 2n ** 64n });
    conn.counter('c', { type: 'counter' }).record({ b: 2n ** 64n - 1n });
    conn.counter('c', { type: 'counter' }).record({ b: 3 });
    expect(await sent()).toEqual({ 'c-b': 2n });
    expect(lines).toEqual([
      'error: RangeError: a does not fit the 64 bits of a derive',
      'error: RangeError: a does not fit the 64 bits of a counter',
    ]);
  });

  test('names of types that collectd would stumble over are refused', async () => {
    const { conn, sent } = await wire();
    for (const type of ['', 'x'.repeat(128), 'a\0b', '\ud800']) {
      expect(() => conn.counter('x', { type })).toThrow(/type/);
    }
    conn.counter('x', { type: 'x'.repeat(127) }).record({ a: 1 });
    expect(await sent()).toEqual({ 'x-a': 1 });
  });
});

describe('objects', () => {
  test('identical parameters give the same one', async () => {
    const options = { hostname: 'foo', collectd_port: 1 };
    const one = new Connection(options);
    expect(new Connection({ ...options, collectd_host: 'localhost' })).toBe(one);
    expect(new Connection({ ...options, hostname: 'bar' })).not.toBe(one);
    expect(new Connection({ ...options, plugin_inst: 'i' })).not.toBe(one);
    expect(new Connection({ ...options, interval: 5 })).not.toBe(one);
    expect(new Connection({ ...options, log: () => {} })).not.toBe(one);
    expect(new Connection('foo')).toBe(new Connection({ hostname: 'foo' }));
    expect(one).toBeInstanceOf(Connection);
    expect(one.spam).toBe(one.spam);
    expect(one.spam).toBe(one.counter('spam'));
    expect(one.spam).not.toBe(one.eggs);
    await one.close();
    const next = new Connection(options);
    expect(next).not.toBe(one);
    await next.close();
  });

  test('categories can be named to the compiler', () => {
    const conn = new Connection<'coin_stats'>('typed');
    conn.coin_stats.record('heads', { flips: 1 });
    // @ts-expect-error: not one of them
    expect(conn.dice_stats).toBeDefined();
  });

  test('parameters are checked', () => {
    expect(() => new Connection({ hostname: 'x'.repeat(128) })).toThrow(/host .*128 bytes/);
    expect(() => new Connection({ collectd_port: 65536 })).toThrow(RangeError);
    expect(() => new Connection({ interval: 0 })).toThrow(RangeError);
    for (const name of ['hostname', 'collectd_host', 'plugin_name']) {
      expect(() => new Connection({ [name]: '' })).toThrow(`${name} cannot be empty`);
    }
    expect(() => new Connection({ securityLevel: 'sign' })).toThrow(TypeError);
  });

  test('a closed one counts nothing, and says so', async () => {
    const { conn, lines, reader } = await wire();
    conn.x?.record({ last: 1 });
    await conn.close();
    expect((await take(reader, 1))[0]?.type_instance).toBe('x-last');
    conn.x?.record({ later: 1 });
    expect(await conn.flush()).toBe(true);
    expect(lines).toEqual(['warning: the Connection is closed: nothing is counted']);
    await conn.close();
  });
});
