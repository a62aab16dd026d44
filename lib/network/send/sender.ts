import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type Family, interfaceFor, isMulticast } from '../endpoint/interfaces.ts';
import type { ThrottledLog } from '../endpoint/log.ts';

export interface Destination {
  /** Address or name. Where a name has addresses of both families, the IPv4 one. */
  readonly host: string;
  readonly port: number;
  /** For multicast: a name such as `eth0`, or an address of it. */
  readonly interface?: string | undefined;
  /** Routers a datagram may pass. */
  readonly ttl?: number | undefined;
}

/** How long an address is used before the name is looked up again, in milliseconds. */
const BELIEVED_MS = 300_000;
/** What may wait for the network, in bytes. */
const MOST_WAITING = 2 ** 20;

/**
 * Sends datagrams to one destination, and keeps for the next time what the network did
 * not take. Never throws, and does not keep the process alive.
 */
export class DatagramSender {
  readonly #destination: Destination;
  readonly #log: ThrottledLog;
  readonly #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #address: string | undefined;
  #resolved = Number.NEGATIVE_INFINITY;
  #resolving: Promise<void> | undefined;
  #socket: Socket | undefined;
  #underWay = 0;
  #ended = false;
  #idle: (() => void)[] = [];

  constructor(destination: Destination, log: ThrottledLog) {
    this.#destination = destination;
    this.#log = log;
    if (isIP(destination.host.replace(/%.*$/, ''))) {
      this.#address = destination.host;
      this.#resolved = Number.POSITIVE_INFINITY;
    }
  }

  /** Whether there is something that the network has not taken yet. */
  get pending(): boolean {
    return this.#waiting.length > 0 || this.#underWay > 0;
  }

  /** Whether the name has an address. */
  async ready(): Promise<boolean> {
    if (this.#address === undefined) await this.#resolve();
    return this.#address !== undefined;
  }

  send(datagram: Buffer): void {
    this.#push(datagram);
    if (performance.now() - this.#resolved > BELIEVED_MS) void this.#resolve();
    this.#pump();
  }

  /** When the network has taken everything, or refused it: true if nothing is left. */
  async flush(): Promise<boolean> {
    await this.ready();
    this.#pump();
    if (this.#underWay > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
    return this.#waiting.length === 0;
  }

  /** For the end of the process, when nothing asynchronous happens any more. */
  flushNow(): void {
    if (this.#address === undefined && this.#destination.host === 'localhost') {
      this.#address = '127.0.0.1';
    }
    this.#pump();
    if (this.#waiting.length > 0) this.#log.warning('dropped', `${this}: could not send the last`);
  }

  /** For good: what still waits is not sent any more, nor when the name gets an address. */
  end(): void {
    this.#ended = true;
    this.#close();
  }

  #close(): void {
    this.#socket?.close();
    this.#socket = undefined;
  }

  toString(): string {
    return `collectd at ${this.#destination.host} port ${this.#destination.port}`;
  }

  /** The oldest go when there are too many. */
  #push(datagram: Buffer): void {
    this.#waiting.push(datagram);
    this.#waitingBytes += datagram.length;
    let dropped = 0;
    for (; this.#waitingBytes > MOST_WAITING; dropped++) this.#shift();
    if (dropped > 0) this.#log.warning('dropped', `${this}: dropping what could not be sent`);
  }

  #shift(): Buffer | undefined {
    const datagram = this.#waiting.shift();
    this.#waitingBytes -= datagram?.length ?? 0;
    return datagram;
  }

  #resolve(): Promise<void> {
    this.#resolving ??= lookup(this.#destination.host, { verbatim: false })
      .then(({ address }) => {
        if (address !== this.#address) this.#close();
        this.#address = address;
        this.#resolved = performance.now();
        this.#pump();
      })
      .catch((error: Error) => this.#log.error('resolve', `${this}: ${error.message}`))
      .finally(() => {
        this.#resolving = undefined;
      });
    return this.#resolving;
  }

  /** Hands to the system what waits. With an address known this is done when it returns. */
  #pump(): void {
    const address = this.#address;
    if (this.#ended || address === undefined || this.#waiting.length === 0) return;
    const { port } = this.#destination;
    try {
      this.#socket ??= this.#open(address);
      // Those that fail come back to the end: once around, and no further.
      for (let left = this.#waiting.length; left > 0; left--) {
        const datagram = this.#shift();
        if (datagram === undefined) return;
        this.#underWay++;
        this.#socket.send(datagram, port, address, (error) => this.#sent(datagram, error));
      }
    } catch (error) {
      this.#log.error('socket', `${this}: ${(error as Error).message}`);
      this.#close();
    }
  }

  #sent(datagram: Buffer, error: Error | null): void {
    this.#underWay--;
    if (error !== null) {
      this.#log.error('send', `${this}: ${error.message}`);
      this.#keep(datagram, (error as NodeJS.ErrnoException).code);
    }
    if (this.#underWay === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #keep(datagram: Buffer, code: string | undefined): void {
    // What is too large now will be too large for ever.
    if (code === 'EMSGSIZE') return;
    this.#push(datagram);
    // The address may have changed, and the interface may have come back as another one.
    if (this.#resolved !== Number.POSITIVE_INFINITY) this.#resolved = Number.NEGATIVE_INFINITY;
    this.#close();
  }

  #open(address: string): Socket {
    const family: Family = address.includes(':') ? 6 : 4;
    const socket = createSocket({
      type: family === 6 ? 'udp6' : 'udp4',
      // Addresses are known by now. Answering at once is what makes sending synchronous.
      lookup: (name, _options, callback) => callback(null, name, family),
    });
    socket.on('error', (error) => this.#log.error('socket', `${this}: ${error.message}`));
    socket.unref();
    try {
      this.#route(socket, address, family);
      return socket;
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  /** @throws Error when the interface is not there, or the system refuses. */
  #route(socket: Socket, address: string, family: Family): void {
    const { ttl, interface: via } = this.#destination;
    if (ttl === undefined && via === undefined) return;
    socket.bind(0);
    if (isMulticast(address)) {
      if (ttl !== undefined) socket.setMulticastTTL(ttl);
      if (via !== undefined) socket.setMulticastInterface(interfaceFor(via, family));
    } else if (ttl !== undefined) socket.setTTL(ttl);
  }
}
