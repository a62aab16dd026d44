// The programs in examples/network, run as they are.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Values } from '../../lib/network/index.ts';
import { waitFor } from '../daemon/harness/wait.ts';
import * as b from './bytes.ts';
import { startReceiver } from './collectd.ts';
import { type Endpoint, unusedEndpoint } from './endpoint.ts';
import { send, startReader } from './loopback.ts';
import { type Program, start } from './process.ts';

const example = (name: string, ...args: string[]): Program =>
  start(['node_modules/vite-node/vite-node.mjs', `examples/network/${name}.ts`, ...args]);

const swap = (host: string): Buffer =>
  b.concat(
    b.host(host),
    b.time(1237749608),
    b.plugin('swap'),
    b.type('swap'),
    b.typeInstance('used'),
    b.gauge(48082944),
    b.typeInstance('free'),
    b.gauge(1007009792),
    b.typeInstance('cached'),
    b.gauge(18640896),
    b.plugin('users'),
    b.type('users'),
    b.typeInstance(''),
    b.gauge(5),
  );

/** Nobody says when such a program listens: datagrams are sent until one is seen. */
async function sendUntilPrinted(program: Program, datagrams: Buffer[], to: Endpoint) {
  await waitFor(
    async () => {
      await send(datagrams, to.port, to.address);
      return program.stdout().includes('cached');
    },
    45,
    () => `a line with "cached"; it printed ${program.stdout()}${program.stderr()}`,
  );
}

test('reader.ts prints each datagram', async () => {
  const to = await unusedEndpoint();
  const program = example('reader', to.address, String(to.port));
  await sendUntilPrinted(program, [swap('localhost.localdomain')], to);
  const parts = () => program.stdout().split('-'.repeat(80));
  await waitFor(() => parts().length > 2, 45, program.stdout);
  expect(program.stdout().split(`${'-'.repeat(80)}\n`)[1]).toBe(
    `[1237749608] localhost.localdomain/swap/swap/used [(1, 48082944.0)]
[1237749608] localhost.localdomain/swap/swap/free [(1, 1007009792.0)]
[1237749608] localhost.localdomain/swap/swap/cached [(1, 18640896.0)]
[1237749608] localhost.localdomain/users/users [(1, 5.0)]
`,
  );
});

test('swap.ts prints some of it', async () => {
  const to = await unusedEndpoint();
  const program = example('swap', to.address, String(to.port));
  await sendUntilPrinted(program, [swap('db1'), swap('web1')], to);
  // The last one may be there by half: datagrams were sent until one was seen.
  const lines = program.stdout().split('\n').slice(0, -1);
  expect(new Set(lines.map((line) => line.split(' ')[1]))).toEqual(
    new Set(['web1/swap/swap/used', 'web1/swap/swap/free', 'web1/swap/swap/cached']),
  );
});

test('coins.ts: the flips are the sum of heads and tails', async () => {
  const reader = await startReader();
  const { address, port } = reader.address();
  example('coins', address, String(port), '0.5');
  const seen = new Map<string, number>();
  const names = ['some_category-some_counter', 'some_category-another_stat'];
  names.push('coin_stats-heads-flips', 'coin_stats-tails-flips', 'coin_stats-flips');
  for await (const item of reader) {
    const { type_instance, values } = item as Values;
    seen.set(type_instance, (seen.get(type_instance) ?? 0) + Number(values[0]));
    // The last of a snapshot: its name came up last.
    if (seen.size === names.length && type_instance === 'coin_stats-tails-flips') break;
  }
  expect([...seen.keys()].sort()).toEqual(names.sort());
  const flips = ['heads-', 'tails-', ''].map((which) => seen.get(`coin_stats-${which}flips`) ?? 0);
  expect(flips[2]).toBeGreaterThan(0);
  // Each heads comes with a tails, and each snapshot has all three.
  expect(flips).toEqual([flips[0], flips[0], 2 * Number(flips[0])]);
});

test('primes.ts: collectd has one file for each statistic', async () => {
  const { daemon, address, port } = await startReceiver('IPv4');
  const program = example('primes', address, String(port), '0.2');
  const files = (): string[] =>
    readdirSync(daemon.dir, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.includes(join('any', 'gauge-')))
      .map((path) => path.replace(/^.*\/any\/(.*)-\d{4}-\d\d-\d\d$/, '$1'));
  const expected = [
    'gauge-queue-size',
    'gauge-producer-too_small',
    'gauge-producer-too_big',
    'gauge-producer-just_right',
    'gauge-consumer-count',
    'gauge-consumer-composite-count',
    'gauge-consumer-prime-count',
    'gauge-consumer-time',
    'gauge-consumer-composite-time',
    'gauge-consumer-prime-time',
  ];
  await expect.poll(() => [...new Set(files())].sort()).toEqual(expected.sort());
  await expect.poll(program.stdout).toMatch(/^\d+ is not prime$/m);
  await expect.poll(program.stdout).toMatch(/^\d+ is prime$/m);
});
