// What the Encoder and a Connection send is accepted by a real collectd and written exactly.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  Connection,
  Encoder,
  type EncoderOptions,
  Notification,
  Values,
  type ValuesFields,
} from '../../lib/network/index.ts';
import type { Daemon } from '../daemon/harness/index.ts';
import { startReceiver } from './collectd.ts';
import { freePort, send } from './loopback.ts';

const users = 'bob: wrong\nalice: se: cret|\n';
const alice = { username: 'alice', password: 'se: cret|' };
const time = 1732177000.125;

/** The rows of an identifier, as text: the csv plugin writes integers with all of their digits. */
function csv(daemon: Daemon, identifier: string): string[] {
  const base = join(daemon.dir, 'csv', identifier);
  if (!existsSync(dirname(base))) return [];
  // One file a day, that of the writing.
  const files = readdirSync(dirname(base)).filter((name) => withoutDay(name) === basename(base));
  const texts = files.map((name) => readFileSync(join(dirname(base), name), 'utf8'));
  return texts.flatMap((text) => text.trim().split('\n').slice(1));
}

const withoutDay = (name: string): string => name.replace(/-\d{4}-\d\d-\d\d$/, '');

const head: ValuesFields = { host: 'h1', plugin: 'plain', time, interval: 2.5 };
const items: ValuesFields[] = [
  // The csv plugin writes six decimals of a gauge: these are all there are.
  { ...head, type: 'gauge', values: [-2147483648.015625] },
  { ...head, type: 'gauge', type_instance: 'nan', values: [Number.NaN] },
  { ...head, type: 'gauge', type_instance: 'inf', values: [-Infinity] },
  {
    ...head,
    type: 'counter',
    type_instance: 'max',
    values: [2n ** 64n - 1n],
    dstypes: ['counter'],
  },
  { ...head, type: 'derive', type_instance: 'min', values: [-(2n ** 63n)], dstypes: ['derive'] },
  { ...head, type: 'absolute', values: [9007199254740993n], dstypes: ['absolute'] },
  {
    ...head,
    plugin_instance: 'ü',
    type: 'if_octets',
    values: [1, 2],
    dstypes: ['derive', 'derive'],
  },
  { ...head, host: 'h'.repeat(127), type: 'load', values: [0.5, 1, 1.5] },
  // After one that needs a new packet: state does not leak from the one before.
  ...Array.from({ length: 100 }, (_, n) => ({
    ...head,
    host: 'h3',
    type: 'gauge',
    type_instance: `n${n}`,
    values: [n],
  })),
];

async function deliver(daemon: Daemon, port: number, address: string, options: EncoderOptions) {
  const encoder = new Encoder(options);
  const datagrams = items.map((item) => encoder.add(item));
  datagrams.push(encoder.flush());
  const message = 'Füllstand: niedrig';
  datagrams.push(encoder.add(new Notification({ host: 'h1', time, severity: 1, message })));
  await send(
    datagrams.filter((datagram) => datagram !== undefined),
    port,
    address,
  );
  // The write threads of collectd do not keep an order: the last one is no sign of the others.
  await daemon.waitFor(() => items.every((item) => csv(daemon, fileOf(item)).length > 0));
}

/** Where the csv plugin writes a list. */
function fileOf({ host, plugin, plugin_instance, type, type_instance }: ValuesFields): string {
  const part = (name = '', instance?: string): string =>
    instance === undefined ? name : `${name}-${instance}`;
  return [host, part(plugin, plugin_instance), part(type, type_instance)].join('/');
}

function check(daemon: Daemon): void {
  expect(csv(daemon, 'h1/plain/gauge')).toEqual(['1732177000.125,-2147483648.015625']);
  expect(csv(daemon, 'h1/plain/gauge-nan')).toEqual(['1732177000.125,nan']);
  expect(csv(daemon, 'h1/plain/gauge-inf')).toEqual(['1732177000.125,-inf']);
  expect(csv(daemon, 'h1/plain/counter-max')).toEqual(['1732177000.125,18446744073709551615']);
  expect(csv(daemon, 'h1/plain/derive-min')).toEqual(['1732177000.125,-9223372036854775808']);
  expect(csv(daemon, 'h1/plain/absolute')).toEqual(['1732177000.125,9007199254740993']);
  expect(csv(daemon, 'h1/plain-ü/if_octets')).toEqual(['1732177000.125,1,2']);
  expect(csv(daemon, `${'h'.repeat(127)}/plain/load`)).toEqual([
    '1732177000.125,0.500000,1.000000,1.500000',
  ]);
  for (let n = 0; n < 100; n++) {
    expect(csv(daemon, `h3/plain/gauge-n${n}`)).toEqual([`1732177000.125,${n}.000000`]);
  }
  const complaints = daemon.log().match(/^\[(?:error|warning)\].*network.*$/gm) ?? [];
  expect(complaints).toEqual([]);
}

test('plain, over IPv4, every datagram size', async () => {
  const port = await freePort();
  const daemon = await startReceiver('127.0.0.1', port);
  await deliver(daemon, port, '127.0.0.1', {});
  check(daemon);
  await deliver(daemon, port, '127.0.0.1', { size: 1024, resolution: 'high' });
});

test('signed, over IPv6', async () => {
  const port = await freePort('udp6');
  const daemon = await startReceiver('::1', port, { level: 'Sign', users });
  await deliver(daemon, port, '::1', { securityLevel: 'sign', ...alice });
  check(daemon);
});

test('encrypted, by multicast', async () => {
  const port = await freePort();
  const daemon = await startReceiver('239.192.74.66', port, {
    level: 'Encrypt',
    users,
    lines: 'Interface "lo"',
  });
  await deliver(daemon, port, '239.192.74.66', { securityLevel: 'encrypt', ...alice });
  check(daemon);
});

test('a Connection, signed and encrypted, and in low resolution', async () => {
  const port = await freePort();
  const daemon = await startReceiver('127.0.0.1', port, { level: 'Sign', users });
  const levels = ['sign', 'encrypt'] as const;
  for (const securityLevel of levels) {
    const conn = new Connection({
      hostname: `h-${securityLevel}`,
      collectd_host: '127.0.0.1',
      collectd_port: port,
      resolution: securityLevel === 'sign' ? 'low' : 'high',
      securityLevel,
      ...alice,
    });
    onTestFinished(() => conn.close());
    conn.coin_stats?.record('heads', { flips: 1 });
    conn.coin_stats?.record('tails', { flips: 2 });
    conn.counter('bytes', { type: 'derive' }).record({ out: 2n ** 53n + 1n });
    expect(await conn.flush()).toBe(true);
  }
  const names = ['derive-bytes-out', 'gauge-coin_stats-flips'];
  names.push('gauge-coin_stats-heads-flips', 'gauge-coin_stats-tails-flips');
  for (const level of levels) {
    const dir = join(daemon.dir, 'csv', `h-${level}`, 'any');
    await daemon.waitFor(() => existsSync(dir) && readdirSync(dir).length === names.length);
    expect(readdirSync(dir).map(withoutDay).sort()).toEqual(names);
    await daemon.waitFor(() => csv(daemon, `h-${level}/any/derive-bytes-out`).length > 0);
    const value = (name: string) => csv(daemon, `h-${level}/any/${name}`)[0]?.split(',')[1];
    expect(names.map(value)).toEqual(['9007199254740993', '3.000000', '1.000000', '2.000000']);
  }
});

test('below the level of the server nothing is written', async () => {
  const port = await freePort();
  const daemon = await startReceiver('127.0.0.1', port, { level: 'Encrypt', users });
  const encode = (host: string, options: EncoderOptions): Buffer => {
    const encoder = new Encoder(options);
    encoder.add(new Values({ ...head, host, type: 'gauge', values: [1] }));
    return encoder.flush() ?? Buffer.alloc(0);
  };
  const datagrams = [
    encode('plain', {}),
    encode('signed', { securityLevel: 'sign', ...alice }),
    encode('encrypted', { securityLevel: 'encrypt', ...alice }),
  ];
  await send(datagrams, port);
  await daemon.waitFor(() => csv(daemon, 'encrypted/plain/gauge').length > 0);
  expect(readdirSync(join(daemon.dir, 'csv')).sort()).toEqual(['encrypted']);
});
