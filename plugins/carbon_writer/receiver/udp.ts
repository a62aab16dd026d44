// Lines over UDP: as many in a datagram as fit an Ethernet frame.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Chunk } from '../lines/lines.ts';
import type { ReceiverOptions } from '../options/receiver-options.ts';
import { resolve } from './address.ts';
import { type Connection, type ConnectionEvents, reasonOf } from './connection.ts';

/** 1500 less the headers of IPv6 and UDP. */
const DATAGRAM = 1452;

export async function connect(
  { host, port, connectTimeout }: ReceiverOptions,
  events: ConnectionEvents,
): Promise<Connection> {
  const addresses = await resolve(host, connectTimeout);
  // Nobody says which of them is listened on; Carbon listens on IPv4.
  const first = addresses.find(({ family }) => family === 4) ?? addresses[0];
  if (first === undefined) throw new Error('the host does not resolve');
  const { address, family } = first;
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  socket.connect(port, address);
  try {
    await once(socket, 'connect');
  } catch (error) {
    socket.on('error', () => {});
    socket.close();
    throw error;
  }
  return new UdpConnection(socket, events);
}

class UdpConnection implements Connection {
  /** Nobody knows. */
  readonly unsent = 0;
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;
  #pending = 0;
  #isOver = false;
  #whenDone: (() => void) | undefined;

  constructor(socket: Socket, events: ConnectionEvents) {
    this.#socket = socket;
    this.#events = events;
    socket.on('error', (error) => this.#lose(error));
  }

  get isReady(): boolean {
    return !this.#isOver && this.#pending === 0;
  }

  send({ text }: Chunk): number {
    const all = Buffer.from(text);
    for (const datagram of datagrams(all)) {
      this.#pending++;
      this.#socket.send(datagram, (error) => this.#sent(error));
    }
    return all.length;
  }

  async end(): Promise<void> {
    this.#isOver = true;
    if (this.#pending > 0)
      await new Promise<void>((resolve) => {
        this.#whenDone = resolve;
      });
    this.#socket.close();
  }

  destroy(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#socket.close();
  }

  #sent(error: Error | null): void {
    this.#pending--;
    if (error) this.#lose(error);
    if (this.#pending > 0) return;
    this.#whenDone?.();
    if (this.isReady) this.#events.onReady();
  }

  /** A host without the receiver says so after the datagram that found none. */
  #lose(error: Error): void {
    if (this.#isOver) return;
    this.destroy();
    this.#events.onLost(reasonOf(error));
  }
}

/** Whole lines; one that is longer than a datagram should be has one of its own. */
export function* datagrams(all: Buffer, limit = DATAGRAM): Generator<Buffer> {
  let start = 0;
  while (start < all.length) {
    let end = start + limit;
    if (end >= all.length) end = all.length;
    else {
      const last = all.lastIndexOf(10, end - 1);
      end = (last >= start ? last : all.indexOf(10, end)) + 1;
    }
    yield all.subarray(start, end);
    start = end;
  }
}
