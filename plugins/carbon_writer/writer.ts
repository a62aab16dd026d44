// What one <Module carbon_writer> block asks for.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Values } from 'collectd';
import { dataSourcesOf } from './lines/data-sources.ts';
import { formatNumber, shortest } from './lines/format-number.ts';
import { Lines } from './lines/lines.ts';
import { pickle } from './lines/pickle.ts';
import type { Options } from './options/options.ts';
import type { ReceiverOptions } from './options/receiver-options.ts';
import type { Connect } from './receiver/connection.ts';
import { Receiver } from './receiver/receiver.ts';
import * as tcp from './receiver/tcp.ts';
import * as udp from './receiver/udp.ts';

/** Lines in one form, and who gets them. */
interface Form {
  readonly lines: Lines;
  readonly receivers: readonly Receiver[];
}

/** Milliseconds until what has to wait is on disk. */
const KEEP_MS = 1000;

export class Writer {
  /** Lines that may wait, of all receivers. */
  readonly bufferSize: number;
  /** Milliseconds. */
  readonly #flushInterval: number;
  readonly #stopTimeout: number;
  readonly #forms: readonly Form[];
  readonly #receivers: readonly Receiver[];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: Options) {
    this.#flushInterval = options.flushInterval * 1000;
    this.#stopTimeout = options.stopTimeout * 1000;
    this.bufferSize = options.receivers.reduce((sum, { bufferSize }) => sum + bufferSize, 0);
    const dataSources = dataSourcesOf(options.typesDb);
    // The pickle protocol has doubles, which need not lose digits.
    const formats = [
      { format: formatNumber, isFor: (one: ReceiverOptions) => one.protocol !== 'pickle' },
      { format: shortest, isFor: (one: ReceiverOptions) => one.protocol === 'pickle' },
    ];
    this.#forms = formats
      .map(({ format, isFor }) => ({
        lines: new Lines(options, dataSources, format),
        receivers: options.receivers
          .filter(isFor)
          .map((receiver) => new Receiver(receiver, connectorOf(receiver))),
      }))
      .filter(({ receivers }) => receivers.length > 0);
    this.#receivers = this.#forms.flatMap(({ receivers }) => receivers);
  }

  start(): void {
    for (const receiver of this.#receivers) receiver.start();
    // Even when nothing comes any more, what has to wait goes to the disk.
    setInterval(() => this.#keep(), Math.min(this.#flushInterval, KEEP_MS)).unref();
  }

  write(lists: readonly Values[]): void {
    const now = seconds();
    for (const { lines, receivers } of this.#forms) {
      for (const vl of lists) {
        lines.add(vl, now);
        if (lines.isFull) handOver(lines, receivers, now);
      }
    }
    this.#timer ??= setTimeout(() => this.handOver(), this.#flushInterval);
  }

  /** What came together goes to the receivers. */
  handOver(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const now = seconds();
    for (const { lines, receivers } of this.#forms) handOver(lines, receivers, now);
  }

  /** Resolves when everything is sent, or has to wait for a connection. */
  async flush(): Promise<void> {
    this.handOver();
    await Promise.all(this.#receivers.map((receiver) => receiver.idle()));
  }

  /** Sends what is left, as long as the time for it lasts. */
  async stop(): Promise<void> {
    this.handOver();
    const stopped = Promise.all(this.#receivers.map((receiver) => receiver.stop()));
    await Promise.race([stopped, sleep(this.#stopTimeout)]);
    for (const receiver of this.#receivers) receiver.abandon();
  }

  #keep(): void {
    for (const receiver of this.#receivers) receiver.keep();
  }
}

const seconds = (): number => Math.floor(performance.now() / 1000);

function handOver(lines: Lines, receivers: readonly Receiver[], now: number): void {
  const chunk = lines.take(now);
  if (chunk !== undefined) for (const receiver of receivers) receiver.push(chunk);
}

function connectorOf(options: ReceiverOptions): Connect {
  if (options.protocol === 'udp') return (events) => udp.connect(options, events);
  const encode = options.protocol === 'pickle' ? pickle : (text: string) => text;
  return (events) => tcp.connect(options, ({ text }) => encode(text), events);
}
