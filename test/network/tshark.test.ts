// Wireshark's dissector of the protocol sees in the Encoder's datagrams what was put in.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Encoder, type EncoderOptions, type Item, Notification } from '../../lib/network/index.ts';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { startSender } from './collectd.ts';
import { randomItems } from './corpus.ts';
import { startReader } from './loopback.ts';
import { start } from './process.ts';

/** Each test reads thousands of datagrams in another program. */
const timeout = 300_000;

/** A file of packets, each from 127.0.0.1 to 127.0.0.1 port 25826. */
function pcap(datagrams: readonly Buffer[]): Buffer {
  const file = Buffer.alloc(24);
  file.writeUInt32LE(0xa1b2c3d4, 0);
  file.writeUInt16LE(2, 4);
  file.writeUInt16LE(4, 6);
  file.writeUInt32LE(2 ** 18, 16);
  file.writeUInt32LE(101, 20); // packets begin with IP
  const packets = datagrams.flatMap((datagram) => {
    const headers = Buffer.alloc(16 + 28);
    headers.writeUInt32LE(28 + datagram.length, 8);
    headers.writeUInt32LE(28 + datagram.length, 12);
    const ip = headers.subarray(16);
    ip[0] = 0x45;
    ip.writeUInt16BE(28 + datagram.length, 2);
    ip.set([64, 17], 8);
    ip.set([127, 0, 0, 1, 127, 0, 0, 1], 12);
    ip.writeUInt16BE(40000, 20);
    ip.writeUInt16BE(25826, 22);
    ip.writeUInt16BE(8 + datagram.length, 24);
    return [headers, datagram];
  });
  return Buffer.concat([file, ...packets]);
}

interface Field {
  name: string;
  bytes: Buffer;
}

/** What the dissector found in each datagram, in order. */
async function dissect(datagrams: readonly Buffer[]): Promise<Field[][]> {
  const file = join(temporary({ 'file.pcap': pcap(datagrams) }), 'file.pcap');
  const tshark = start(['-r', file, '-T', 'pdml', '-d', 'udp.port==25826,collectd'], 'tshark');
  expect(await tshark.status(240), tshark.stderr()).toBe(0);
  return tshark
    .stdout()
    .split('<packet>')
    .slice(1)
    .map((packet) => {
      // What it assembles of the parts stands there a second time.
      const text = packet.replace(/<field name="" show="Assembled[^]*?<\/field>\s*<\/field>/g, '');
      const fields = text.matchAll(
        /<field name="((?:collectd|_ws)\.[^"]*)"[^>]*?(?: value="([0-9a-f]*)")?(?:\/>|>)/g,
      );
      return [...fields].map(([, name = '', value = '']) => ({
        name,
        bytes: Buffer.from(value, 'hex'),
      }));
    });
}

const complaint = /malformed|invalid_length|garbage|mismatch|unknown|expert/;

/** What the dissector has against a datagram. */
function complaints(fields: readonly Field[]): string[] {
  return [...new Set(fields.map(({ name }) => name).filter((name) => complaint.test(name)))];
}

const isNotification = (fields: readonly Field[]): boolean =>
  fields.some(({ name }) => name === 'collectd.data.message');

/** The items that the dissector saw, as one line each. */
function lines(fields: readonly Field[]): string[] {
  const state: Record<string, string> = { interval: '0' };
  const all: string[] = [];
  const push = (rest: string): void => {
    const names = ['host', 'plugin', 'plugin.inst', 'type', 'type.inst', 'time'];
    all.push([...names.map((name) => state[name] ?? ''), rest].join('|'));
  };
  let values: string[] = [];
  let expected = 0;
  for (const { name, bytes } of fields) {
    const [, kind, what = ''] = /^collectd\.(data|val)\.(.*)$/.exec(name) ?? [];
    if (what === 'valcnt') {
      expected = bytes.readUInt16BE();
      values = [];
      if (expected === 0) push(`${state.interval}|`);
    } else if (what === 'time' || what === 'interval' || what === 'severity') {
      state[what] = String(bytes.readBigUInt64BE());
    } else if (what === 'message') {
      push(`${state.severity}|${bytes.toString('utf8', 0, bytes.length - 1)}`);
    } else if (kind === 'data') {
      state[what] = bytes.toString('utf8', 0, bytes.length - 1);
    } else if (kind === 'val' && what !== 'type') {
      values.push(`${what} ${bytes.toString('hex')}`);
      if (values.length === expected) push(`${state.interval}|${values}`);
    }
  }
  return all;
}

/** The same of what went in. */
function lineOf(item: Item): string {
  const { host, plugin, plugin_instance, type, type_instance } = item;
  const head = [host, plugin, plugin_instance, type, type_instance, String(item.time_hr)];
  if (item.kind === 'notification') return [...head, item.severity, item.message].join('|');
  const values = item.values.map((value, index) => {
    const bytes = Buffer.alloc(8);
    if (typeof value === 'bigint') bytes.writeBigUInt64BE(BigInt.asUintN(64, value));
    else bytes.writeDoubleLE(value);
    return `${item.dstypes[index]} ${bytes.toString('hex')}`;
  });
  return [...head, BigInt(item.interval * 2 ** 30), values.join(',')].join('|');
}

function encode(items: readonly Item[], options: EncoderOptions): Buffer[] {
  const encoder = new Encoder(options);
  const datagrams = items.map((item) => encoder.add(item));
  return [...datagrams, encoder.flush()].filter((datagram) => datagram !== undefined);
}

const alice = { username: 'alice', password: 'secret' };
// It knows of no lists without values, which nobody sends.
const items = randomItems(3000).filter((item) => item.kind !== 'values' || item.values.length > 0);

test.each([
  ['plain', {}],
  ['plain, as large as may be', { size: 65535 }],
  ['signed', { securityLevel: 'sign', ...alice }],
] as const)('%s', { timeout }, async (_name, options) => {
  const datagrams = encode(items, options);
  const seen = await dissect(datagrams);
  expect(seen).toHaveLength(datagrams.length);
  const lists = seen.filter((fields) => !isNotification(fields));
  expect(lists.flatMap(complaints)).toEqual([]);
  const users = seen.flat().filter(({ name }) => name === 'collectd.data.username');
  expect(users).toHaveLength('username' in options ? datagrams.length : 0);
  const found = seen.flatMap(lines);
  // Notifications overtake the values in the making.
  expect(found.sort()).toEqual(items.map(lineOf).sort());
});

// It reads them to their end, and then falls over code of its own: the same with collectd's.
test('what it has against notifications it has against those of collectd', {
  timeout,
}, async () => {
  const reader = await startReader();
  const { command } = await startSender(reader.address());
  await command('PUTNOTIF host=h plugin=p severity=okay time=1732177001.5 message="hello"');
  const theirs = (await reader.receive())?.bytes ?? Buffer.alloc(0);
  const fields = { host: 'h', plugin: 'p', time: 1732177001.5, severity: 4, message: 'hello' };
  const ours = encode([new Notification(fields)], {});
  expect(ours).toEqual([theirs]);
  const [seen = []] = await dissect([theirs]);
  for (const one of (await dissect(encode(items, {}))).filter(isNotification)) {
    expect(complaints(one)).toEqual(complaints(seen));
  }
});
