// Sending to this machine. What the tests send stays on it.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { Reader, type ReaderOptions } from '../../lib/network/index.ts';

/** A Reader on a free port of 127.0.0.1, closed when the test has finished. */
export async function startReader(options: ReaderOptions = {}): Promise<Reader> {
  const reader = new Reader({ host: '127.0.0.1', port: 0, ...options });
  onTestFinished(() => reader.close());
  await reader.ready;
  return reader;
}

/** Sends datagrams, one after the other. Multicast goes out by the loopback interface. */
export async function send(
  datagrams: readonly Uint8Array[],
  port: number,
  address = '127.0.0.1',
): Promise<number> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  try {
    socket.bind(0);
    await once(socket, 'listening');
    if (address.startsWith('239.')) socket.setMulticastInterface('127.0.0.1');
    if (address.startsWith('ff')) socket.setMulticastInterface('::%lo');
    for (const datagram of datagrams) await sendOne(socket, datagram, port, address);
    return socket.address().port;
  } finally {
    socket.close();
  }
}

function sendOne(socket: Socket, datagram: Uint8Array, port: number, address: string) {
  return new Promise<void>((resolve, reject) => {
    socket.send(datagram, port, address, (error) => (error ? reject(error) : resolve()));
  });
}

/** The next `count` of whatever can be iterated. */
export async function take<T>(source: AsyncIterable<T>, count: number): Promise<T[]> {
  const list: T[] = [];
  if (count === 0) return list;
  for await (const one of source) {
    list.push(one);
    if (list.length === count) break;
  }
  return list;
}
