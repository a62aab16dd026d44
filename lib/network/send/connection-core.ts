import { Encoder, type EncoderOptions } from '../encode/encoder.ts';
import { type Log, ThrottledLog } from '../endpoint/log.ts';
import { IDENTIFIER_LIMIT } from '../protocol/wire.ts';
import { type Booking, Counter } from './counter.ts';
import { Ledger, type StatKind } from './ledger.ts';
import { statName } from './names.ts';
import { DatagramSender, type Destination } from './sender.ts';

/** What identifies a Connection; all of it is known. */
export interface ConnectionCoreOptions {
  readonly hostname: string;
  readonly plugin: string;
  readonly pluginInstance: string;
  /** Seconds. */
  readonly interval: number;
  readonly destination: Destination;
  readonly encoding: EncoderOptions;
  readonly log: Log | undefined;
}

/** Lines of one kind a minute: enough to see what is wrong with a program. */
const LINES_PER_MINUTE = 10;

/** What is behind a Connection: statistics, their way to collectd, and the clock. */
export class ConnectionCore implements Booking {
  readonly #options: ConnectionCoreOptions;
  readonly #encoder: Encoder;
  readonly #log: ThrottledLog;
  readonly #sender: DatagramSender;
  readonly #ledger = new Ledger();
  readonly #counters = new Map<string, Counter>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @throws RangeError and TypeError as the Encoder does. */
  constructor(options: ConnectionCoreOptions) {
    this.#options = options;
    this.#log = new ThrottledLog(options.log, LINES_PER_MINUTE);
    this.#encoder = new Encoder(options.encoding);
    // Anything wrong with what every packet has is wrong now.
    new Encoder().add(this.#fields());
    this.#sender = new DatagramSender(options.destination, this.#log);
  }

  /** The same object for the same category and kind. */
  counter(category: string, kind: StatKind): Counter {
    const key = `${kind.dstype} ${kind.type} ${category}`;
    let counter = this.#counters.get(key);
    if (counter === undefined) {
      counter = new Counter(category, kind, this);
      this.#counters.set(key, counter);
    }
    return counter;
  }

  add(category: string, specific: string, stat: string, kind: StatKind, value: number | bigint) {
    if (this.#isClosed()) return;
    this.#ledger.add(this.#name(category, specific, stat), kind, value);
  }

  set(category: string, stat: string, kind: StatKind, value: number | bigint): void {
    if (!this.#isClosed()) this.#ledger.set(this.#name(category, '', stat), kind, value);
  }

  delete(category: string, stat: string, kind: StatKind): void {
    this.#ledger.delete(this.#name(category, '', stat), kind);
  }

  trouble(error: unknown): void {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    this.#log.error('record', `${name}: ${message}`);
  }

  /** Begins to send at every interval, counted from now. */
  start(): void {
    if (this.#timer !== undefined || this.#closed) return;
    // At the end of the process it would be too late to look up a name.
    void this.#sender.ready();
    const period = this.#options.interval * 1000;
    const began = performance.now();
    const next = (): void => {
      const now = performance.now() - began;
      // The next multiple: late timers do not add up.
      const wait = period - (now % period);
      this.#timer = setTimeout(tick, wait < period / 100 ? wait + period : wait);
      // Sending statistics is no reason for a program to go on.
      this.#timer.unref();
    };
    const tick = (): void => {
      this.#send(true);
      next();
    };
    next();
  }

  /** Sends what happened since the last time. */
  async flush(): Promise<boolean> {
    this.#send(false);
    return this.#sender.flush();
  }

  flushNow(): void {
    this.#send(false);
    if (this.#sender.pending) this.#sender.flushNow();
  }

  get pending(): boolean {
    return this.#ledger.pending || this.#sender.pending;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    await this.flush();
    this.#closed = true;
    this.#sender.close();
  }

  #isClosed(): boolean {
    if (this.#closed) this.#log.warning('closed', 'the Connection is closed: nothing is counted');
    return this.#closed;
  }

  #name(category: string, specific: string, stat: string): string {
    const name = statName(category, specific, stat);
    if (name.length <= IDENTIFIER_LIMIT) return name;
    const message = `name of ${name.length} characters is cut to ${IDENTIFIER_LIMIT}: ${name}`;
    this.#log.warning('name', message.slice(0, 1000));
    return name.slice(0, IDENTIFIER_LIMIT);
  }

  #fields() {
    const { hostname, plugin, pluginInstance, interval } = this.#options;
    return { host: hostname, plugin, plugin_instance: pluginInstance, interval };
  }

  #send(endOfInterval: boolean): void {
    const fields = { ...this.#fields(), time: Date.now() / 1000 };
    for (const { name, kind, value } of this.#ledger.snapshot(endOfInterval)) {
      const { type, dstype } = kind;
      const item = { ...fields, type, type_instance: name, values: [value], dstypes: [dstype] };
      try {
        this.#post(this.#encoder.add(item));
      } catch (error) {
        // The others are not to be lost with it.
        this.trouble(error);
      }
    }
    this.#post(this.#encoder.flush());
  }

  #post(datagram: Buffer | undefined): void {
    if (datagram !== undefined) this.#sender.send(datagram);
  }
}
