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
  /** Programs may count under names from outside, which are without number: a Counter that is not used goes. */
  readonly #counters = new Map<string, WeakRef<Counter>>();
  readonly #forgotten = new FinalizationRegistry((key: string) => {
    if (this.#counters.get(key)?.deref() === undefined) this.#counters.delete(key);
  });
  #timer: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  /** @throws RangeError and TypeError as the Encoder does. */
  constructor(options: ConnectionCoreOptions) {
    this.#options = options;
    this.#log = new ThrottledLog(options.log, LINES_PER_MINUTE);
    this.#encoder = new Encoder(options.encoding);
    // Anything wrong with what every packet has is wrong now.
    new Encoder().add({ ...this.#fields(), values: [0] });
    this.#sender = new DatagramSender(options.destination, this.#log);
  }

  /** The same object for the same category and kind, as long as somebody has it. */
  counter(category: string, kind: StatKind): Counter {
    const key = `${kind.dstype} ${kind.type} ${category}`;
    const known = this.#counters.get(key)?.deref();
    if (known !== undefined) return known;
    const counter = new Counter(category, kind, this);
    this.#counters.set(key, new WeakRef(counter));
    this.#forgotten.register(counter, key);
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
    if (this.#timer !== undefined || this.#closing !== undefined) return;
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

  /** Nothing is counted from the call on, for it would come too late for the last datagram. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#timer);
    await this.flush();
    this.#sender.end();
  }

  #isClosed(): boolean {
    if (this.#closing === undefined) return false;
    this.#log.warning('closed', 'the Connection is closed: nothing is counted');
    return true;
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
