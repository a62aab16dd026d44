// The Reader, over the loopback interface.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type DecodeError, type Item, Reader } from '../../lib/network/index.ts';
import * as b from './bytes.ts';
import { randomGroup, randomPort, unusedEndpoint } from './endpoint.ts';
import { send, startReader, take } from './loopback.ts';

const list = (host: string): Buffer => b.concat(b.host(host), b.plugin('p'), b.gauge(1));
const hasIPv6 =
  existsSync('/proc/net/if_inet6') && readFileSync('/proc/net/if_inet6', 'utf8').includes(' lo');

describe('iteration', () => {
  test('gives the items of datagrams in order, with their sender', async () => {
    const reader = await startReader();
    const from = await send([b.concat(list('a'), list('b')), list('c')], reader.address().port);
    const items = await take(reader, 3);
    expect(items.map((item) => item.host)).toEqual(['a', 'b', 'c']);
    expect(items[2]?.sender).toEqual({ address: '127.0.0.1', family: 'IPv4', port: from });
    expect(reader.statistics).toMatchObject({
      datagrams: 2,
      items: 3,
      decodeErrors: 0,
      dropped: 0,
    });
  });

  test('a loop that is left goes on with the next one', async () => {
    const reader = await startReader();
    await send([b.concat(list('a'), list('b'))], reader.address().port);
    expect((await take(reader, 1))[0]?.host).toBe('a');
    expect((await take(reader, 1))[0]?.host).toBe('b');
  });

  test('two loops share what comes', async () => {
    const reader = await startReader();
    const both = Promise.all([take(reader, 2), take(reader, 2)]);
    await send([list('a'), list('b'), b.concat(list('c'), list('d'))], reader.address().port);
    const hosts = (await both).flat().map((item) => item.host);
    expect(hosts.sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('interpret() takes one datagram, as in the original', async () => {
    const reader = await startReader();
    await send([b.concat(list('a'), list('b')), list('c')], reader.address().port);
    const hosts: string[][] = [];
    for (let n = 0; n < 2; n++) {
      const items: Item[] = [];
      for await (const item of reader.interpret()) items.push(item);
      hosts.push(items.map((item) => item.host));
    }
    expect(hosts).toEqual([['a', 'b'], ['c']]);
    expect((await take(reader.interpret(list('x')), 1))[0]?.host).toBe('x');
  });

  test('receive() gives a datagram as it came', async () => {
    const reader = await startReader();
    const large = b.concat(list('x'), b.part(0x7777, Buffer.alloc(60_000)));
    await send([large], reader.address().port);
    expect((await reader.receive())?.bytes).toEqual(large);
  });

  test('malformed datagrams end no loop', async () => {
    const reader = await startReader();
    await send([Buffer.alloc(5), list('a'), Buffer.alloc(0), list('b')], reader.address().port);
    expect((await take(reader, 2)).map((item) => item.host)).toEqual(['a', 'b']);
    expect(reader.statistics).toMatchObject({ datagrams: 4, decodeErrors: 1 });
  });
});

describe('events', () => {
  test('tell of items and of errors; nothing waits for a loop then', async () => {
    const reader = await startReader();
    const seen: string[] = [];
    const errors: DecodeError[] = [];
    reader.on('item', (item) => seen.push(`item ${item.kind}`));
    reader.on('values', (item) => seen.push(`values ${item.values}`));
    reader.on('notification', (item) => seen.push(`notification ${item.message}`));
    reader.on('decodeError', (error) => errors.push(error));
    const datagram = b.concat(list('a'), b.message('hello'), Buffer.alloc(7));
    await send([datagram], reader.address().port);
    await expect.poll(() => errors).toHaveLength(1);
    expect(seen).toEqual(['item values', 'values 1', 'item notification', 'notification hello']);
    expect(errors[0]).toMatchObject({ code: 'ERR_COLLECTD_MALFORMED' });
  });

  test('close is announced, and ends what waits', async () => {
    const { address, port } = await unusedEndpoint();
    const reader = await startReader({ host: address, port });
    const closed = new Promise<void>((resolve) => reader.once('close', resolve));
    const loop = take(reader, 99);
    await reader.close();
    await closed;
    expect(await loop).toEqual([]);
    expect(() => reader.address()).toThrow(/not listening/);
    await expect(take(reader.interpret(), 1)).rejects.toThrow('the Reader is closed');
    // The port is free again.
    const next = await startReader({ host: address, port });
    expect(next.address().port).toBe(port);
  });

  test('what waits at the end is still given', async () => {
    const reader = await startReader();
    await send([list('a'), list('b')], reader.address().port);
    await expect.poll(() => reader.statistics.datagrams).toBe(2);
    await reader.close();
    expect((await take(reader, 99)).map((item) => item.host)).toEqual(['a', 'b']);
  });

  test('an AbortSignal closes it', async () => {
    const controller = new AbortController();
    const reader = await startReader({ signal: controller.signal });
    const loop = take(reader, 99);
    controller.abort();
    expect(await loop).toEqual([]);
    const late = new Reader({ host: '127.0.0.1', port: 0, signal: controller.signal });
    expect(await take(late, 1)).toEqual([]);
  });

  test('a port that is taken is an error of the loop and of ready', async () => {
    const { port } = (await startReader()).address();
    const errors: Error[] = [];
    const lines: string[] = [];
    const reader = new Reader({
      host: '127.0.0.1',
      port,
      log: (level, m) => lines.push(level + m),
    });
    reader.on('error', (error) => errors.push(error));
    await expect(reader.ready).rejects.toThrow(/EADDRINUSE/);
    await expect(take(reader, 1)).rejects.toThrow(/EADDRINUSE/);
    expect(errors).toHaveLength(1);
    expect(lines).toEqual([expect.stringMatching(/^errornetwork: .*EADDRINUSE/)]);
    await reader.close();
  });
});

describe('where it listens', () => {
  const both = ['127.0.0.1', ...(hasIPv6 ? ['::1'] : [])];

  test.each(both)('unicast to %s', async (address) => {
    const reader = await startReader({ host: address });
    await send([list('a')], reader.address().port, address);
    const [item] = await take(reader, 1);
    const family = address === '::1' ? 'IPv6' : 'IPv4';
    expect(item?.sender).toMatchObject({ address, family });
  });

  test('by name', async () => {
    const reader = await startReader({ host: 'localhost' });
    const { address, port } = reader.address();
    await send([list('a')], port, address);
    expect(await take(reader, 1)).toHaveLength(1);
  });

  test('any address, of both families', async () => {
    const reader = await startReader({ host: '' });
    for (const address of both) await send([list(address)], reader.address().port, address);
    const items = await take(reader, both.length);
    expect(items.map((item) => item.sender?.address).sort()).toEqual([...both].sort());
  });

  // Without anything it joins the group of collectd, at its port: see own-network.test.ts.

  test('several groups of both families, and the interface by address', async () => {
    const port = randomPort();
    const six = `ff18::${randomPort().toString(16)}:${randomPort().toString(16)}`;
    const groups = [randomGroup(), randomGroup(), ...(hasIPv6 ? [six] : [])];
    // 127.0.0.1 belongs to lo, which has an address of the other family too.
    const reader = await startReader({ host: undefined, groups, port, interface: '127.0.0.1' });
    if (hasIPv6) {
      const joined = readFileSync('/proc/net/igmp6', 'utf8');
      expect(joined).toMatch(
        new RegExp(` lo +ff18${'0'.repeat(20)}${six.slice(6).replace(':', '')} `),
      );
    }
    // Linux hands no IPv6 multicast from lo to lo: for that see own-network.test.ts.
    const reached = groups.filter((group) => group.includes('.'));
    for (const group of reached) await send([list(group)], port, group);
    expect((await take(reader, reached.length)).map((item) => item.host)).toEqual(reached);
  });

  test('a multicast address as the host is joined', async () => {
    const host = randomGroup();
    const reader = await startReader({ host, interface: 'lo' });
    await send([list('m')], reader.address().port, host);
    expect((await take(reader, 1))[0]?.host).toBe('m');
  });

  test('a group beside a host is joined too', async () => {
    const { address, port } = await unusedEndpoint();
    const group = randomGroup();
    const reader = await startReader({ host: address, groups: [group], port, interface: 'lo' });
    await send([list('u')], port, address);
    await send([list('m')], port, group);
    const hosts = (await take(reader, 2)).map((item) => item.host);
    expect(hosts.sort()).toEqual(['m', 'u']);
  });

  test('two Readers may be in one group', async () => {
    const options = { host: randomGroup(), port: randomPort(), interface: 'lo' };
    const readers = [await startReader(options), await startReader(options)];
    await send([list('m')], options.port, options.host);
    for (const reader of readers) expect((await take(reader, 1))[0]?.host).toBe('m');
  });

  test('errors say what is wrong', async () => {
    const failing = (options: object): Promise<void> => new Reader({ port: 0, ...options }).ready;
    await expect(failing({ groups: ['10.0.0.1'] })).rejects.toThrow('"10.0.0.1" is no multicast');
    await expect(failing({ interface: 'nope0' })).rejects.toThrow(
      /no interface "nope0".*there are/,
    );
  });
});

describe('security', () => {
  const password = (user: string): string | undefined => (user === 'alice' ? 'secret' : undefined);

  test('what is below the level does not arrive', async () => {
    const reader = await startReader({ securityLevel: 'sign', password, bigint: true });
    const signed = b.signed('alice', 'secret', b.concat(list('s'), b.values([0, b.u64(7n)])));
    await send([list('plain'), signed], reader.address().port);
    const items = await take(reader, 2);
    expect(items[1]).toMatchObject({
      host: 's',
      security: 'sign',
      username: 'alice',
      values: [7n],
    });
  });

  test('options that could let nothing through, or everything, are refused', () => {
    expect(() => new Reader({ port: 0, securityLevel: 'sign' })).toThrow(/needs an authFile/);
    expect(() => new Reader({ port: 0, securityLevel: 'x' as 'sign', password })).toThrow(
      RangeError,
    );
    expect(() => new Reader({ port: 0, authFile: '/nonexistent' })).toThrow(/ENOENT/);
    expect(() => new Reader({ port: 70_000 })).toThrow(
      'port must be a whole number from 0 to 65535',
    );
    expect(() => new Reader({ port: 0, queueLimit: Number.NaN })).toThrow(/queueLimit .* not NaN/);
    expect(() => new Reader({ port: 0, receiveBuffer: 0 })).toThrow(RangeError);
    expect(() => new Reader({ port: 0, drop: 'all' as 'oldest' })).toThrow(/oldest or newest/);
  });
});

describe('back-pressure', () => {
  const flood = Array.from({ length: 20 }, (_, n) =>
    b.concat(list(`h${n}`), b.part(0x7777, Buffer.alloc(1000))),
  );

  test.each(['oldest', 'newest'] as const)('drops the %s and counts them', async (drop) => {
    const lines: string[] = [];
    const log = (_level: string, message: string): void => void lines.push(message);
    const reader = await startReader({ queueLimit: 8000, drop, log });
    for (const datagram of flood) await send([datagram], reader.address().port);
    await expect.poll(() => reader.statistics.datagrams).toBe(flood.length);
    const kept = flood.length - reader.statistics.dropped;
    expect(kept).toBeGreaterThan(2);
    expect(kept).toBeLessThan(8);
    const names = Array.from({ length: 20 }, (_, n) => `h${n}`);
    const expected = drop === 'oldest' ? names.slice(-kept) : names.slice(0, kept);
    expect((await take(reader, kept)).map((item) => item.host)).toEqual(expected);
    expect(lines).toHaveLength(1);
  });
});
