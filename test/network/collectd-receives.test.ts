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
import { type Receiver, startReceiver } from './collectd.ts';
import { send } from './loopback.ts';

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
  // Behind the last end of a line there is nothing, or a line that is being written.
  return texts.flatMap((text) => text.split('\n').slice(1, -1));
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

const end: ValuesFields = { ...head, type: 'gauge', type_instance: 'end', values: [1] };

/** Sends all of it, `later` seconds after `time`, and waits until collectd has taken the last. */
async function deliver(receiver: Receiver, options: EncoderOptions, later = 0) {
  const { daemon, port, address } = receiver;
  const encoder = new Encoder(options);
  const datagrams = items.map((item) => encoder.add({ ...item, time: time + later }));
  datagrams.push(encoder.flush());
  const message = `Füllstand: niedrig, ${later}`;
  datagrams.push(encoder.add(new Notification({ host: 'h1', time, severity: 1, message })));
  encoder.add({ ...end, time: time + later });
  datagrams.push(encoder.flush());
  await send(
    datagrams.filter((datagram) => datagram !== undefined),
    port,
    address,
  );
  await expect
    .poll(() => csv(daemon, 'h1/plain/gauge-end'))
    .toContain(rows(['1.000000'], [later])[0]);
  expect(daemon.log()).toContain(message);
}

const rows = (values: string[], later: number[]): string[] =>
  later.map((seconds) => [(time + seconds).toFixed(3), ...values].join(','));

/** Of each delivery there is one row of each list, and collectd has not complained. */
function check(daemon: Daemon, later = [0]): void {
  const expected: Record<string, string[]> = {
    'h1/plain/gauge': ['-2147483648.015625'],
    'h1/plain/gauge-nan': ['nan'],
    'h1/plain/gauge-inf': ['-inf'],
    'h1/plain/counter-max': ['18446744073709551615'],
    'h1/plain/derive-min': ['-9223372036854775808'],
    'h1/plain/absolute': ['9007199254740993'],
    'h1/plain-ü/if_octets': ['1', '2'],
    [`${'h'.repeat(127)}/plain/load`]: ['0.500000', '1.000000', '1.500000'],
  };
  for (let n = 0; n < 100; n++) expected[`h3/plain/gauge-n${n}`] = [`${n}.000000`];
  for (const [identifier, values] of Object.entries(expected))
    expect(csv(daemon, identifier), identifier).toEqual(rows(values, later));
  const complaints = daemon.log().match(/^\[(?:error|warning)\].*network.*$/gm) ?? [];
  expect(complaints).toEqual([]);
}

test('plain, over IPv4, every datagram size', async () => {
  const receiver = await startReceiver('IPv4');
  await deliver(receiver, {});
  check(receiver.daemon);
  await deliver(receiver, { size: 1024, resolution: 'high' }, 10);
  check(receiver.daemon, [0, 10]);
});

test('signed, over IPv6', async () => {
  const receiver = await startReceiver('IPv6', { level: 'Sign', users });
  await deliver(receiver, { securityLevel: 'sign', ...alice });
  check(receiver.daemon);
});

test('encrypted, by multicast', async () => {
  const receiver = await startReceiver('multicast', { level: 'Encrypt', users });
  await deliver(receiver, { securityLevel: 'encrypt', ...alice });
  check(receiver.daemon);
});

test('a Connection, signed and encrypted, and in low resolution', async () => {
  const { daemon, address, port } = await startReceiver('IPv4', { level: 'Sign', users });
  const levels = ['sign', 'encrypt'] as const;
  for (const securityLevel of levels) {
    const conn = new Connection({
      hostname: `h-${securityLevel}`,
      collectd_host: address,
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
    const value = (name: string) => csv(daemon, `h-${level}/any/${name}`)[0]?.split(',')[1];
    await expect
      .poll(() => names.map(value))
      .toEqual(['9007199254740993', '3.000000', '1.000000', '2.000000']);
    const files = readdirSync(join(daemon.dir, 'csv', `h-${level}`, 'any'));
    expect(files.map(withoutDay).sort()).toEqual(names);
  }
});

test('below the level of the server nothing is written', async () => {
  const { daemon, address, port } = await startReceiver('IPv4', { level: 'Encrypt', users });
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
  await send(datagrams, port, address);
  // It comes last, and lists are written in the order in which they come.
  await expect.poll(() => csv(daemon, 'encrypted/plain/gauge')).toHaveLength(1);
  expect(readdirSync(join(daemon.dir, 'csv')).sort()).toEqual(['encrypted']);
});
