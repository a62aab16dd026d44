// A Carbon of the test's own: it keeps the lines, and behaves as badly as it is told to.
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket, type TlsOptions } from 'node:tls';
import { onTestFinished } from 'vitest';
import { waitFor } from '../daemon/harness/index.ts';
import type { Endpoint } from '../network/endpoint.ts';

export interface Behaviour {
  /** Default: any port of 127.0.0.1. */
  at?: Endpoint;
  /** Accepts, and does not read before wake(). */
  isDeaf?: boolean;
  /** The same of the first connection alone. */
  isFirstDeaf?: boolean;
  /** Sends a byte now and then, which means nothing. */
  isChatty?: boolean;
  /** Bytes per second; without it as fast as they come. */
  rate?: number;
  /** Closes a connection as soon as it has brought something. */
  closesAfterBatch?: boolean;
  tls?: TlsOptions;
}

export class LineServer {
  /** Whole lines, in the order in which they came, of all connections. */
  readonly lines: string[] = [];
  /** The same of each connection, in the order in which these came. */
  readonly byConnection: string[][] = [];
  /** When each connection came, in milliseconds. */
  readonly connectedAt: number[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #behaviour: Behaviour;
  readonly #asleep: (() => void)[] = [];

  private constructor(behaviour: Behaviour) {
    this.#behaviour = behaviour;
    const accept = (socket: Socket) => this.#accept(socket);
    this.#server = behaviour.tls
      ? createTlsServer(behaviour.tls, accept)
      : createServer({ pauseOnConnect: true }, accept);
  }

  static async start(behaviour: Behaviour = {}): Promise<LineServer> {
    const server = new LineServer(behaviour);
    const { address, port } = behaviour.at ?? { address: '127.0.0.1', port: 0 };
    server.#server.listen(port, address);
    await once(server.#server, 'listening');
    onTestFinished(() => server.kill());
    return server;
  }

  get endpoint(): Endpoint {
    const bound = this.#server.address();
    if (bound === null || typeof bound === 'string') throw new Error('it does not listen');
    return { address: bound.address, port: bound.port };
  }

  get port(): number {
    return this.endpoint.port;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  waitForLines(count: number, seconds = 45): Promise<unknown> {
    return waitFor(
      () => this.lines.length >= count,
      seconds,
      () => `${count} lines; there are ${this.lines.length}, the last: ${this.lines.at(-1)}`,
    );
  }

  /** As a process that is killed: unread data is answered with a reset, and the port is free. */
  async kill(): Promise<void> {
    for (const socket of this.#sockets)
      if (socket instanceof TLSSocket) socket.destroy();
      else socket.resetAndDestroy();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** As a receiver that is restarted: each connection gets its end. */
  disconnect(): void {
    for (const socket of this.#sockets) socket.end();
  }

  /** One that was deaf reads, what came until now and what will come. */
  wake(): void {
    this.#behaviour.isDeaf = false;
    for (const read of this.#asleep.splice(0)) read();
  }

  #accept(socket: Socket): void {
    this.connectedAt.push(performance.now());
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    if (this.#behaviour.isChatty) {
      const chat = setInterval(() => socket.write('.'), 20);
      socket.on('close', () => clearInterval(chat));
    }
    const own: string[] = [];
    this.byConnection.push(own);
    const { isDeaf, isFirstDeaf } = this.#behaviour;
    if (isDeaf || (isFirstDeaf && this.byConnection.length === 1))
      this.#asleep.push(() => this.#read(socket, own));
    else this.#read(socket, own);
  }

  #read(socket: Socket, own: string[]): void {
    let rest = '';
    socket.setEncoding('utf8');
    socket.on('data', (data: string) => {
      const lines = (rest + data).split('\n');
      rest = lines.pop() ?? '';
      own.push(...lines);
      this.lines.push(...lines);
      if (this.#behaviour.closesAfterBatch) socket.end();
      if (this.#behaviour.rate !== undefined) {
        socket.pause();
        // The time is what makes it slow.
        setTimeout(() => socket.resume(), (data.length / this.#behaviour.rate) * 1000);
      }
    });
    socket.resume();
  }
}
