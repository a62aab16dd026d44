// What a real collectd sends is decoded exactly, at each security level and by each way.
import { expect, test } from 'vitest';
import type { Item, ReaderOptions, Values } from '../../lib/network/index.ts';
import { type Security, startSender } from './collectd.ts';
import { randomGroup } from './endpoint.ts';
import { startReader } from './loopback.ts';

const alice = { username: 'alice', password: 'se: cret|' };
const password = (user: string): string | undefined =>
  user === alice.username ? alice.password : undefined;

const time = 1732177000.125;
const values = [
  ['h1/plain/gauge', '0.1'],
  ['h1/plain/gauge-nan', 'U'],
  ['h1/plain/gauge-inf', '-inf'],
  ['h1/plain/gauge-small', '5e-324'],
  ['h1/plain-inst/counter-max', '18446744073709551615'],
  ['h1/plain-inst/derive-min', '-9223372036854775808'],
  ['h2/other/absolute-big', '9007199254740993'],
  ['h2/other/derive-max', '9223372036854775807'],
  ['größe/шлюз-🦊/if_octets-ü', '1:2'],
  [`${'h'.repeat(127)}/p/load`, '0.5:1:1.5'],
] as const;

const expected = [
  ['h1/plain/gauge', ['gauge'], [0.1]],
  ['h1/plain/gauge/nan', ['gauge'], [Number.NaN]],
  ['h1/plain/gauge/inf', ['gauge'], [-Infinity]],
  ['h1/plain/gauge/small', ['gauge'], [5e-324]],
  ['h1/plain/inst/counter/max', ['counter'], [2n ** 64n - 1n]],
  ['h1/plain/inst/derive/min', ['derive'], [-(2n ** 63n)]],
  ['h2/other/absolute/big', ['absolute'], [9007199254740993n]],
  ['h2/other/derive/max', ['derive'], [2n ** 63n - 1n]],
  ['größe/шлюз/🦊/if_octets/ü', ['derive', 'derive'], [1n, 2n]],
  [`${'h'.repeat(127)}/p/load`, ['gauge', 'gauge', 'gauge'], [0.5, 1, 1.5]],
];

const messages = ['Füllstand: niedrig', 'just this'];

async function collect(
  host: string,
  options: ReaderOptions,
  sender: { security?: Security; lines?: string } = {},
): Promise<Item[]> {
  const reader = await startReader({ host, bigint: true, ...options });
  const items: Item[] = [];
  reader.on('item', (item) => {
    // collectd measures itself too, if only its own start.
    if (item.kind === 'notification' || item.interval === 2.5) items.push(item);
  });
  const { port } = reader.address();
  const { command, daemon, openGate } = await startSender({ address: host, port }, sender);
  for (const [identifier, list] of values) {
    await command(`PUTVAL "${identifier}" interval=2.5 ${time}:${list}`);
  }
  await command(
    `PUTNOTIF host=h1 plugin=plain type=gauge type_instance=ü severity=warning time=${time} message="${messages[0]}"`,
  );
  await command(`PUTNOTIF severity=okay time=1732177001 message="${messages[1]}"`);
  // Lists come through the write threads: a flush sends those that have come, here none.
  await command('FLUSH plugin=network');
  openGate();
  await expect
    .poll(async () => {
      await command('FLUSH plugin=network');
      return items.map(nameOf).sort();
    })
    .toEqual([...expected.map(([source]) => source), ...messages].sort());
  expect(reader.statistics.decodeErrors).toBe(0);
  expect((await daemon.stop()).status).toBe(0);
  return items;
}

const nameOf = (item: Item): string => (item.kind === 'values' ? item.source : item.message);

function check(items: Item[], security: string): void {
  const lists = items.filter((item): item is Values => item.kind === 'values');
  const found = lists.map((item) => [item.source, item.dstypes, item.values]);
  // The write threads of collectd do not keep an order.
  for (const one of expected) expect(found).toContainEqual(one);
  for (const item of lists) {
    expect(item).toMatchObject({ time, time_hr: 13857416001n << 27n, interval: 2.5, security });
  }
  const [first, second] = items.filter((item) => item.kind === 'notification');
  const head = { kind: 'notification', severity: 2, time, security };
  expect(first).toMatchObject({ ...head, message: 'Füllstand: niedrig' });
  expect(first?.source).toBe('h1/plain/gauge/ü');
  expect(second).toMatchObject({ severity: 4, time: 1732177001, message: 'just this' });
}

test('plain, over IPv4', async () => {
  check(await collect('127.0.0.1', {}), 'none');
});

test('signed, over IPv6', async () => {
  const security = { ...alice, level: 'Sign' } as const;
  const items = await collect('::1', { securityLevel: 'sign', password }, { security });
  check(items, 'sign');
  expect(items[0]?.username).toBe('alice');
  expect(items[0]?.sender?.address).toBe('::1');
});

test('encrypted, by multicast', async () => {
  const security = { ...alice, level: 'Encrypt' } as const;
  const items = await collect(
    randomGroup(),
    { securityLevel: 'encrypt', password, interface: 'lo' },
    { security, lines: 'Interface "lo"' },
  );
  check(items, 'encrypt');
});

test('with another password nothing of it is used', async () => {
  const reader = await startReader({ securityLevel: 'encrypt', password });
  const errors: string[] = [];
  reader.on('decodeError', (error) => errors.push(error.code));
  const security = { username: 'alice', password: 'guess', level: 'Encrypt' } as const;
  const { command } = await startSender(reader.address(), { security });
  await command('PUTNOTIF severity=okay time=1732177001 message="hello"');
  const datagram = await reader.receive();
  expect(reader.decode(datagram?.bytes ?? Buffer.alloc(0))).toMatchObject({
    items: [],
    error: { code: 'ERR_COLLECTD_DECRYPTION', username: 'alice', offset: 0 },
  });
});
