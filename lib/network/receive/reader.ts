import type { RemoteInfo, Socket } from 'node:dgram';
import { EventEmitter } from 'node:events';
import { typeError } from '../../shared/errors.ts';
import { type Decoded, decode } from '../decode/decode.ts';
import type { DecodeError } from '../decode/decode-error.ts';
import { ThrottledLog } from '../endpoint/log.ts';
import type { Item, Sender } from '../items/item.ts';
import type { Password } from '../protocol/crypto.ts';
import { DEFAULT_PORT } from '../protocol/wire.ts';
import { AuthFile } from './auth-file.ts';
import { DatagramChannel } from './datagram-channel.ts';
import { ItemStream } from './item-stream.ts';
import type { Datagram } from './queue.ts';
import {
  checkOptions,
  type ReaderEvents,
  type ReaderOptions,
  type ReaderStatistics,
} from './reader-options.ts';
import { openSockets } from './sockets.ts';

/**
 * Receives what collectd's network plugin sends.
 *
 * Iterate, or listen to the events `item`, `values` and `notification`. Datagrams wait for
 * whoever iterates, within `queueLimit`; for events nothing waits.
 *
 * @example
 * for await (const item of new Reader()) console.log(String(item));
 *
 * Source: the Reader for Python by Adrián Pérez (2009); collectd.conf(5), plugin network.
 */
export class Reader extends EventEmitter<ReaderEvents> {
  /** Settled when it listens, or cannot: rejects with the error of the system. */
  readonly ready: Promise<void>;
  readonly statistics: ReaderStatistics = {
    datagrams: 0,
    bytes: 0,
    items: 0,
    decodeErrors: 0,
    dropped: 0,
  };
  readonly #options: ReaderOptions;
  readonly #password: ((user: string) => Password | undefined) | undefined;
  readonly #log: ThrottledLog;
  readonly #channel: DatagramChannel;
  readonly #stream = new ItemStream(async () => {
    const datagram = await this.receive();
    return datagram === undefined ? undefined : this.#decode(datagram);
  });
  #sockets: Socket[] = [];
  #closed = false;
  #iterated = false;
  /** Those that the listeners have been given, and that a loop may have yet to take. */
  readonly #counted = new WeakSet<Datagram>();
  readonly #abort = (): void => void this.close();

  /**
   * @throws Error when the AuthFile cannot be read.
   * @throws TypeError for a security level without passwords, RangeError for an unknown one
   *   and for other options out of range.
   */
  constructor(options: ReaderOptions = {}) {
    super();
    checkOptions(options);
    this.#options = options;
    this.#log = new ThrottledLog(options.log);
    this.#password = this.#passwords();
    this.decode(new Uint8Array()); // Throws for a level that there is not.
    this.#channel = new DatagramChannel(options.queueLimit ?? 2 ** 25, options.drop ?? 'oldest');
    this.ready = this.#open();
    // Whoever does not look at it is told where it iterates, or by the event.
    this.ready.catch((error: Error) => this.#fail(error));
    const { signal } = options;
    if (signal?.aborted) void this.close();
    else signal?.addEventListener('abort', this.#abort, { once: true });
  }

  /** Where it listens, of the first socket. @throws Error before `ready`, or when closed. */
  address(): { address: string; port: number } {
    const [socket] = this.#sockets;
    if (socket === undefined) throw new Error('the Reader is not listening');
    const { address, port } = socket.address();
    return { address, port };
  }

  /** The items of all datagrams. Ends when the Reader is closed; leaving the loop does not close it. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Item> {
    return this.#stream;
  }

  /**
   * The next datagram as it came, or undefined when the Reader is closed.
   *
   * @throws the error of the system when it cannot listen.
   */
  async receive(): Promise<Datagram | undefined> {
    this.#iterated = true;
    return this.#channel.next();
  }

  /** A datagram taken apart, with the Reader's passwords and security level. */
  decode(datagram: Uint8Array): Decoded {
    const { securityLevel, bigint } = this.#options;
    return decode(datagram, { password: this.#password, securityLevel, bigint });
  }

  /**
   * The items of one datagram: the one given, or the next that arrives.
   *
   * @throws Error when the Reader is closed, so that a loop around it ends.
   */
  async *interpret(datagram?: Uint8Array): AsyncGenerator<Item, void, undefined> {
    if (datagram !== undefined) {
      for (const item of this.decode(datagram).items) yield item;
      return;
    }
    const next = await this.receive();
    if (next === undefined) throw new Error('the Reader is closed');
    for (const item of this.#decode(next)) yield item;
  }

  /** Frees the port. Loops over it end when they have taken what still waits. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.signal?.removeEventListener('abort', this.#abort);
    this.#channel.end();
    await this.ready.catch(() => {});
    const sockets = this.#sockets;
    this.#sockets = [];
    await Promise.all(
      sockets.map((socket) => new Promise<void>((resolve) => socket.close(resolve))),
    );
    this.#tell(() => this.emit('close'));
  }

  #passwords(): ((user: string) => Password | undefined) | undefined {
    const { authFile, password, securityLevel = 'none' } = this.#options;
    if (authFile !== undefined) {
      const file = new AuthFile(authFile, (message) => this.#log.warning('AuthFile', message));
      return (user) => file.password(user);
    }
    if (password === undefined && securityLevel !== 'none') {
      const message = `securityLevel ${securityLevel} needs an authFile: without one nothing could be used`;
      throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', message);
    }
    return password;
  }

  async #open(): Promise<void> {
    const { host, port = DEFAULT_PORT, groups, receiveBuffer = 2 ** 22 } = this.#options;
    const via = this.#options.interface;
    this.#sockets = await openSockets({ host, port, groups, interface: via, receiveBuffer });
    for (const socket of this.#sockets) {
      socket.on('message', (bytes, from) => this.#take({ bytes, sender: senderOf(from) }));
      socket.on('error', (error) => this.#report(error));
    }
    if (!this.#closed) this.#tell(() => this.emit('listening'));
  }

  #take(datagram: Datagram): void {
    if (this.#closed) return;
    this.statistics.datagrams++;
    this.statistics.bytes += datagram.bytes.length;
    const watched =
      this.listenerCount('item') +
      this.listenerCount('values') +
      this.listenerCount('notification');
    if (watched === 0 || this.#iterated) this.#enqueue(datagram);
    // Datagrams from before the first listener wait for a loop that there is not.
    else this.statistics.dropped += this.#channel.clear();
    if (watched > 0) for (const item of this.#decode(datagram)) this.#announce(item);
  }

  #announce(item: Item): void {
    this.#tell(() => this.emit('item', item));
    if (item.kind === 'values') this.#tell(() => this.emit('values', item));
    else this.#tell(() => this.emit('notification', item));
  }

  /** A listener that throws does so after the rest: it costs no item, and no other listener's event. */
  #tell(emit: () => void): void {
    try {
      emit();
    } catch (error) {
      process.nextTick(() => {
        throw error;
      });
    }
  }

  #enqueue(datagram: Datagram): void {
    const dropped = this.#channel.push(datagram);
    if (dropped === 0) return;
    this.statistics.dropped += dropped;
    this.#log.warning('dropped', 'network: datagrams arrive faster than they are taken: dropping');
  }

  /** For whoever receives; counted and reported, which decode() is not. */
  #decode(datagram: Datagram): Item[] {
    const { bytes, sender } = datagram;
    const { items, error } = this.decode(bytes);
    for (const item of items) item.sender = sender;
    // A loop takes apart for itself what the listeners had: its items are its own, to change.
    if (this.#counted.has(datagram)) return items;
    this.#counted.add(datagram);
    this.statistics.items += items.length;
    if (error !== undefined) this.#refused(error, datagram);
    return items;
  }

  #refused(error: DecodeError, { bytes, sender }: Datagram): void {
    this.statistics.decodeErrors++;
    const from = `from ${sender.address} port ${sender.port}`;
    const what = `datagram of ${bytes.length} bytes ${from}`;
    this.#log.warning(error.code, `network: ${what}: ${error.message}`);
    this.#tell(() => this.emit('decodeError', error, sender));
  }

  #fail(error: Error): void {
    this.#channel.fail(error);
    this.#report(error);
  }

  #report(error: Error): void {
    this.#log.error('socket', `network: ${error.message}`);
    if (this.listenerCount('error') > 0) this.#tell(() => this.emit('error', error));
  }
}

/** An IPv4 sender may come by way of an IPv6 socket. */
function senderOf({ address, port, family }: RemoteInfo): Sender {
  if (address.startsWith('::ffff:') && address.includes('.')) {
    return { address: address.slice(7), family: 'IPv4', port };
  }
  return { address, family, port };
}
