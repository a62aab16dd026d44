// One receiver: its buffer, and its connection for as long as there is one.
import { join } from 'node:path';
import { CollectdError } from 'collectd';
import type { Chunk } from '../lines/lines.ts';
import { log } from '../log.ts';
import { nameOf, type ReceiverOptions } from '../options/receiver-options.ts';
import { type Connect, type Connection, reasonOf } from './connection.ts';
import { InFlight, kernelBytes } from './in-flight.ts';
import { LineBuffer } from './line-buffer.ts';
import { Outage } from './outage.ts';
import { Spool } from './spool.ts';

/** Milliseconds from one attempt to connect to the next, at least. */
const ATTEMPTS_MS = 10_000;

/** Directories of spools: two in one would mix their files up. */
const inUse = new Set<string>();

export class Receiver {
  readonly #options: ReceiverOptions;
  readonly #name: string;
  readonly #connect: Connect;
  readonly #outage: Outage;
  readonly #inFlight = new InFlight(kernelBytes());
  readonly #spool: Spool | undefined;
  #spoolWorks = true;
  #buffer: LineBuffer;
  #connection: Connection | undefined;
  #attempt: Promise<void> | undefined;
  #attemptedAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #idle: (() => void)[] = [];
  #isStopping = false;
  #isAbandoned = false;

  constructor(options: ReceiverOptions, connect: Connect) {
    this.#options = options;
    this.#connect = connect;
    this.#name = nameOf(options);
    this.#outage = new Outage(this.#name, options.bufferSize);
    this.#buffer = new LineBuffer(options.bufferSize);
    if (options.spoolDir !== undefined) this.#spool = this.#load(options.spoolDir);
  }

  /** Lines that wait. */
  get waiting(): number {
    return this.#buffer.waiting;
  }

  start(): void {
    this.#keepConnected();
  }

  push(chunk: Chunk): void {
    // What need not wait needs no room.
    if (this.#isIdle && this.#connection !== undefined) this.#buffer.add(chunk);
    else this.#outage.drop(this.#buffer.push(chunk));
    this.#send();
  }

  /** To be called every now and then: what has to wait goes to the disk. */
  keep(): void {
    if (!this.#connection?.isReady) this.#save();
  }

  /** Resolves when nothing waits any more, or when it has to wait for a connection. */
  async idle(): Promise<void> {
    if (this.#attempt !== undefined) await this.#attempt;
    if (this.#connection === undefined || this.#isIdle) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Sends what waits, with one attempt more if there is no connection, and ends. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    // The time may run out: what is on the disk by then is not lost.
    this.#save();
    if (this.#connection === undefined && this.#attempt === undefined && this.waiting > 0)
      this.#attempt = this.#connectOnce();
    await this.idle();
    await this.#connection?.end().catch(() => this.#outage.ended(this.#inFlight.lines));
    this.#connection = undefined;
    this.#save();
  }

  /** At once, with what waits. */
  abandon(): void {
    this.#isAbandoned = true;
    const connection = this.#connection;
    if (connection !== undefined) {
      this.#connection = undefined;
      connection.destroy();
      this.#outage.ended(this.#takeBack(connection));
    }
    this.#outage.stopped();
    this.#save();
    if (this.waiting > 0 && (this.#spool === undefined || !this.#spoolWorks))
      log.warning(`${this.#name}: ${this.waiting} lines are lost, because collectd stops.`);
  }

  get #isIdle(): boolean {
    return this.waiting === 0 && (this.#connection?.isReady ?? true);
  }

  #send(): void {
    if (this.#isDueToReconnect) this.#reconnect();
    for (;;) {
      const connection = this.#connection;
      if (!connection?.isReady) return;
      this.#buffer.taken();
      const chunk = this.#buffer.next();
      if (chunk === undefined) break;
      this.#onDisk((spool) => spool.release(this.#buffer.first));
      this.#inFlight.add(connection.send(chunk), chunk.lines);
    }
    this.#outage.caughtUp();
    this.#settleIdle();
  }

  #settleIdle(): void {
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  get #isDueToReconnect(): boolean {
    const { reconnectInterval } = this.#options;
    if (reconnectInterval === 0 || !this.#connection?.isReady || this.#isStopping) return false;
    return this.#age >= Math.max(reconnectInterval * 1000, ATTEMPTS_MS);
  }

  /** Milliseconds since the last attempt. */
  get #age(): number {
    return performance.now() - this.#attemptedAt;
  }

  #reconnect(): void {
    const old = this.#connection;
    if (old === undefined) return;
    this.#connection = undefined;
    this.#buffer.taken();
    const inFlight = this.#inFlight.lines;
    this.#inFlight.clear();
    // Not earlier: a receiver that has not read all would get later lines first.
    this.#attempt = old
      .end()
      .catch((error) => this.#outage.lost(reasonOf(error), inFlight))
      .then(() => this.#connectOnce());
  }

  #keepConnected(): void {
    if (this.#isStopping || this.#connection !== undefined || this.#attempt !== undefined) return;
    clearTimeout(this.#timer);
    const wait = ATTEMPTS_MS - this.#age;
    if (wait <= 0) this.#attempt = this.#connectOnce();
    else this.#timer = setTimeout(() => this.#keepConnected(), wait);
  }

  #connectOnce(): Promise<void> {
    this.#attemptedAt = performance.now();
    // A connection that is lost says so after this, or in the same turn of the event loop before it.
    let lost: string | undefined;
    let connection: Connection | undefined;
    return this.#connect({
      onReady: () => this.#send(),
      onLost: (reason) => {
        if (connection === undefined) lost = reason;
        else if (this.#connection === connection) this.#lose(connection, reason);
      },
    })
      .then(
        (opened) => {
          if (lost !== undefined) {
            this.#outage.failed(lost);
            return;
          }
          if (this.#isAbandoned) {
            opened.destroy();
            return;
          }
          connection = opened;
          this.#connection = opened;
          this.#outage.over(this.waiting);
        },
        (error) => this.#outage.failed(reasonOf(error)),
      )
      .then(() => {
        this.#attempt = undefined;
        this.#send();
        this.#keepConnected();
      });
  }

  #lose(connection: Connection, reason: string): void {
    this.#connection = undefined;
    this.#outage.lost(reason, this.#takeBack(connection));
    this.#inFlight.clear();
    this.#settleIdle();
    this.#keepConnected();
  }

  /** What the kernel has not taken waits again; returns how many lines are in flight without it. */
  #takeBack({ unsent }: Connection): number {
    const out = this.#buffer.lines - this.#buffer.waiting;
    this.#buffer.taken(out - unsent);
    return this.#inFlight.lines - unsent;
  }

  #load(spoolDir: string): Spool {
    const directory = join(spoolDir, this.#name.replace(/[^\w.-]/g, '_'));
    try {
      if (inUse.has(directory)) throw new Error(`another receiver is ${this.#name} as well`);
      const spool = new Spool(directory);
      const { first, chunks } = spool.load();
      inUse.add(directory);
      this.#buffer = new LineBuffer(this.#options.bufferSize, first);
      for (const chunk of chunks) this.#buffer.add(chunk);
      if (this.waiting > 0)
        log.info(`${this.#name}: ${this.waiting} lines of the last run are in SpoolDir.`);
      return spool;
    } catch (error) {
      // As for any other option that is wrong, the module is left out.
      throw new CollectdError(`SpoolDir "${spoolDir}" cannot be used: ${(error as Error).message}`);
    }
  }

  #save(): void {
    this.#onDisk((spool) => spool.save(this.#buffer));
  }

  /** A disk that fails is told of once, until it works again. */
  #onDisk(step: (spool: Spool) => void): void {
    if (this.#spool === undefined) return;
    try {
      step(this.#spool);
      if (!this.#spoolWorks) log.info(`${this.#name}: SpoolDir can be written again.`);
      this.#spoolWorks = true;
    } catch (error) {
      if (this.#spoolWorks)
        log.error(
          `${this.#name}: SpoolDir cannot be written (${(error as Error).message}); lines are kept in memory only.`,
        );
      this.#spoolWorks = false;
    }
  }
}
