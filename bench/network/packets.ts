import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Site } from '../daemon/daemon.ts';
import { sendFromCollectd } from './capture.ts';
import type { Library } from './subject.ts';

/** Datagrams to decode. */

/** What a real collectd sends: the series of ordinary hosts. */
export async function realPackets(site: Site, library: Library, values: number): Promise<Buffer[]> {
  const reader = new library.Reader({ host: '127.0.0.1', port: 0, queueLimit: 2 ** 30 });
  await reader.ready;
  await sendFromCollectd(site, { port: reader.address().port, values, series: 1000 });
  await reader.close();
  const datagrams: Buffer[] = [];
  for (let next = await reader.receive(); next !== undefined; next = await reader.receive()) {
    datagrams.push(next.bytes);
  }
  return datagrams;
}

/** The same values in what the Reader of 2009 understands: low resolution, gauges and counters. */
export function lowPackets(library: Library, datagrams: readonly Buffer[]): Buffer[] {
  const encoder = new library.Encoder({ resolution: 'low' });
  const items = datagrams.flatMap((datagram) => library.decode(datagram).items);
  const packets = items.flatMap((item) => {
    if (item.kind !== 'values') return [];
    const dstypes = item.dstypes.map((type) => (type === 'gauge' ? type : 'counter'));
    return encoder.add(new library.Values({ ...item, dstypes })) ?? [];
  });
  return [...packets, encoder.flush() ?? []].flat();
}

/** One value of each of so many series: of ordinary hosts, or each with a name of its own. */
export function seriesPackets(library: Library, series: number, unique: boolean): Buffer[] {
  const encoder = new library.Encoder();
  const datagrams: Buffer[] = [];
  for (let n = 0; n < series; n++) {
    const host = Math.floor(n / 100);
    const datagram = encoder.add({
      host: `host${host}.example.net`,
      plugin: 'processes',
      plugin_instance: unique ? `unit-${n}` : `unit-${n % 100}`,
      type: 'ps_cputime',
      time: 1_732_177_000 + host / 8,
      interval: 10,
      values: [n],
      dstypes: ['derive'],
    });
    if (datagram !== undefined) datagrams.push(datagram);
  }
  return datagrams;
}

/** For programs that read them from a file, each behind its length. */
export function writePackets(site: Site, name: string, datagrams: readonly Buffer[]): string {
  const file = join(site.dir, name);
  const parts = datagrams.flatMap((datagram) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(datagram.length);
    return [length, datagram];
  });
  writeFileSync(file, Buffer.concat(parts));
  return file;
}

export function readPackets(file: string): Buffer[] {
  const bytes = readFileSync(file);
  const datagrams: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + bytes.readUInt32BE(at);
    // As from a socket: each with memory of its own.
    datagrams.push(Buffer.from(new Uint8Array(bytes.subarray(at + 4, end)).buffer));
    at = end;
  }
  return datagrams;
}
