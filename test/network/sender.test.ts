// When the network does not take what is sent.
import { readdirSync, readlinkSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { ThrottledLog } from '../../lib/network/endpoint/log.ts';
import { Connection } from '../../lib/network/index.ts';
import { DatagramSender } from '../../lib/network/send/sender.ts';
import { startReader } from './loopback.ts';

test('a name that cannot be looked up is logged, and nothing is thrown', async () => {
  const lines: string[] = [];
  const log = (_level: string, line: string): void => void lines.push(line);
  const conn = new Connection({ collectd_host: 'name.invalid', log });
  onTestFinished(() => conn.close());
  conn.x?.record({ a: 1 });
  expect(await conn.flush()).toBe(false);
  expect(lines[0]).toMatch(/^collectd at name.invalid port 25826: .*name.invalid/);
});

test('what could not be sent is kept, within bounds', async () => {
  const reader = await startReader();
  const lines: string[] = [];
  const log = new ThrottledLog((_level, line) => lines.push(line));
  const { port } = reader.address();
  // Broadcast needs a permission that the socket does not have: the kernel refuses.
  const sender = new DatagramSender({ host: '255.255.255.255', port }, log);
  sender.send(Buffer.from([1]));
  expect(await sender.flush()).toBe(false);
  for (let n = 0; n < 20; n++) sender.send(Buffer.alloc(60_000));
  await expect.poll(() => lines).toContainEqual(expect.stringContaining('dropping'));
  expect(lines.some((line) => line.includes('EACCES'))).toBe(true);
  // Too large for any datagram: no use in trying again.
  const other = new DatagramSender({ host: '127.0.0.1', port }, log);
  other.send(Buffer.alloc(70_000));
  expect(await other.flush()).toBe(true);
  sender.end();
  other.end();
});

const socketCount = (): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith('socket:');
    } catch {
      return false; // The directory that is being read.
    }
  }).length;

test('an interface that is not there costs no sockets', async () => {
  const lines: string[] = [];
  const log = (_level: string, line: string): void => void lines.push(line);
  const conn = new Connection({ collectd_host: '239.1.2.3', interface: 'nope0', log });
  onTestFinished(() => conn.close());
  const before = socketCount();
  for (let n = 0; n < 20; n++) {
    conn.x?.record({ a: n });
    expect(await conn.flush()).toBe(false);
  }
  expect(socketCount()).toBe(before);
  expect(lines[0]).toMatch(/^collectd at 239\.1\.2\.3 port 25826: no interface "nope0"/);
});
