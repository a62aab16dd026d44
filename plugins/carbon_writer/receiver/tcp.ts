// Lines over TCP or TLS, as they are or in messages of the pickle protocol.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Chunk } from '../lines/lines.ts';
import type { ReceiverOptions } from '../options/receiver-options.ts';
import { resolve } from './address.ts';
import { type Connection, type ConnectionEvents, reasonOf } from './connection.ts';
import { Progress } from './progress.ts';
import { Unsent } from './unsent.ts';

type Encode = (chunk: Chunk) => Buffer | string;

/** One address after the other, all of them within the time for one attempt. */
export async function connect(
  options: ReceiverOptions,
  encode: Encode,
  events: ConnectionEvents,
): Promise<Connection> {
  const limit = AbortSignal.timeout(options.connectTimeout * 1000);
  let failure: unknown;
  for (const { address } of await resolve(options.host, options.connectTimeout)) {
    const socket = open(options, address);
    try {
      await once(socket, options.tls === undefined ? 'connect' : 'secureConnect', {
        signal: limit,
      });
      return new TcpConnection(socket, options, encode, events);
    } catch (error) {
      // Errors of a socket that nobody waits for any more would end the worker.
      socket.on('error', () => {});
      socket.destroy();
      if (limit.aborted) throw new Error(`no answer within ${options.connectTimeout} s`);
      failure = error;
    }
  }
  throw failure;
}

function open({ port, tls, host }: ReceiverOptions, address: string): Socket {
  if (tls === undefined) return connectTcp({ host: address, port });
  const read = (file: string | undefined) => file && readFileSync(file);
  return connectTls({
    host: address,
    port,
    servername: tls.serverName ?? (/[a-z]/i.test(host) && !host.includes(':') ? host : ''),
    ca: read(tls.caCert),
    cert: read(tls.clientCert),
    key: read(tls.clientKey),
    rejectUnauthorized: tls.verifyPeer,
  });
}

class TcpConnection implements Connection {
  readonly #socket: Socket;
  readonly #encode: Encode;
  readonly #events: ConnectionEvents;
  readonly #unsent: Unsent;
  readonly #writeTimeout: number;
  readonly #progress: Progress;
  #isOver = false;

  constructor(socket: Socket, options: ReceiverOptions, encode: Encode, events: ConnectionEvents) {
    const { writeTimeout } = options;
    this.#socket = socket;
    this.#writeTimeout = writeTimeout;
    this.#encode = encode;
    this.#events = events;
    this.#unsent = new Unsent(socket, options);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    this.#progress = new Progress(
      writeTimeout,
      () => (socket.writableLength > 0 ? this.#unsent.bytes + 1 : 0),
      () => this.#lose(`nothing was accepted for ${writeTimeout} s`),
    );
    socket.on('error', (error) => this.#lose(reasonOf(error)));
    socket.on('end', () => this.#lose('connection closed by the receiver'));
    socket.on('close', () => this.#lose('connection closed'));
    // What a receiver says is of no interest, but its end is not seen until that was read.
    socket.resume();
  }

  get isReady(): boolean {
    return !this.#isOver && this.#socket.writable && this.#socket.writableLength === 0;
  }

  get unsent(): number {
    return this.#unsent.lines;
  }

  send(chunk: Chunk): number {
    const before = this.#socket.bytesWritten;
    const data = this.#encode(chunk);
    const sent = (error?: Error | null) => {
      if (!error && this.isReady) this.#events.onReady();
    };
    if (typeof data !== 'string') this.#socket.write(data, sent);
    else this.#socket.write(data, chunk.isAscii ? 'latin1' : 'utf8', sent);
    const bytes = this.#socket.bytesWritten - before;
    this.#unsent.sent(chunk, bytes);
    this.#progress.watch();
    return bytes;
  }

  async end(): Promise<void> {
    this.#isOver = true;
    const socket = this.#socket;
    if (socket.destroyed) throw new Error('connection closed');
    this.#progress.stop();
    await new Promise<void>((resolve, reject) => {
      // The receiver's own end is the last thing to wait for.
      const progress = new Progress(
        this.#writeTimeout,
        () => this.#unsent.bytes + 1,
        () => {
          socket.destroy();
          reject(new Error('no end in time'));
        },
      );
      socket.once('error', reject);
      socket.once('close', () => {
        progress.stop();
        resolve();
      });
      progress.watch();
      socket.end();
    });
  }

  destroy(): void {
    this.#isOver = true;
    this.#progress.stop();
    this.#unsent.freeze();
    this.#socket.destroy();
  }

  #lose(reason: string): void {
    if (this.#isOver) return;
    this.destroy();
    this.#events.onLost(reason);
  }
}
