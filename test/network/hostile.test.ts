// Whoever sends rubbish at full rate costs bounded memory and a few lines in the log.
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { decode, Encoder, type ReaderOptions } from '../../lib/network/index.ts';
import { waitFor } from '../daemon/harness/wait.ts';
import * as b from './bytes.ts';
import { send, startReader } from './loopback.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** There is much to decode. */
const timeout = 300_000;

/** What is really held, in MiB. */
function memory(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

function* manyIdentifiers(count: number): Generator<Buffer> {
  const encoder = new Encoder();
  for (let n = 0; n < count; n++) {
    const name = `${n.toString(36)}-${(n * 7919) % 1_000_003}`;
    const datagram = encoder.add({ host: `h${name}`, plugin: name, type: 't', values: [n] });
    if (datagram !== undefined) yield datagram;
  }
}

test('a million identifiers leave nothing behind in the decoder', { timeout }, async () => {
  const before = memory();
  let items = 0;
  let datagrams = 0;
  for (const datagram of manyIdentifiers(1_000_000)) {
    items += decode(datagram).items.length;
    // The test runner gives up a process that says nothing for long.
    if (++datagrams % 1000 === 0) await setImmediate();
  }
  expect(items).toBeGreaterThan(990_000);
  expect(memory() - before).toBeLessThan(8);
});

const large = b.concat(
  ...Array.from({ length: 500 }, (_, n) =>
    b.text(n % 2 === 0 ? 0 : 0x100, `${n}${'x'.repeat(120)}`),
  ),
);
const badSignature = b.signed('alice', 'guess', b.concat(b.host('h'), b.gauge(1)));
const badUser = b.encrypted('mallory'.repeat(900), 'guess', b.gauge(1));

const attacks: [name: string, datagrams: Buffer[], options: ReaderOptions, limit: number][] = [
  ['64 KiB datagrams, for nobody', [large], { queueLimit: 2 ** 22 }, 12],
  ['empty datagrams, for nobody', [Buffer.alloc(0)], { queueLimit: 2 ** 20 }, 8],
  ['bad signatures', [badSignature, badUser, b.host('ok'), Buffer.alloc(99)], {}, 8],
];

test.each(attacks)('%s', { timeout }, async (name, datagrams, options, limit) => {
  const lines: string[] = [];
  const reader = await startReader({
    password: (user) => (user === 'alice' ? 'secret' : undefined),
    log: (level, message) => lines.push(`${level}: ${message}`),
    ...options,
  });
  if (!name.includes('nobody')) reader.on('item', () => {});
  const { port } = reader.address();
  const before = memory();
  const count = 20_000;
  // Few enough that a small buffer of the kernel takes a good part of them.
  const burst = 20;
  for (let sent = 0; sent < count; sent += burst) {
    await send(
      Array.from({ length: burst }, (_, n) => datagrams[n % datagrams.length] ?? Buffer.alloc(0)),
      port,
    );
    // The reader is in this process too.
    await setImmediate();
  }
  // It still works, and had a good part of it.
  expect(reader.statistics.datagrams).toBeGreaterThan(count / 10);
  const { decodeErrors, dropped } = reader.statistics;
  expect(decodeErrors + dropped).toBeGreaterThan(count / 20);
  // Buffers are given back some time after the collection.
  const grown = (): string => `memory has grown by ${memory() - before} MiB`;
  await waitFor(() => memory() - before < limit, 45, grown);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.length).toBeLessThanOrEqual(3);
  for (const line of lines) expect(line.length).toBeLessThan(400);
});

test('one that is flooded still takes what is good', async () => {
  const reader = await startReader({ password: () => 'secret' });
  const hosts = new Set<string>();
  reader.on('item', (item) => hosts.add(item.host));
  const good = b.signed('alice', 'secret', b.concat(b.host('good'), b.gauge(1)));
  await waitFor(async () => {
    await send([...new Array(300).fill(badSignature), good], reader.address().port);
    return hosts.has('good');
  }, 45);
});
