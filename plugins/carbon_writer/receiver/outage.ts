// What the log says of a receiver that cannot be reached: a line when that begins and one when it is over,
// however many lines were dropped and attempts made meanwhile.
import { log } from '../log.ts';

export class Outage {
  readonly #who: string;
  readonly #limit: number;
  #since: number | undefined;
  #said = new Set<string>();
  #dropped = 0;
  #hasConnected = false;

  constructor(who: string, limit: number) {
    this.#who = who;
    this.#limit = limit;
  }

  /** `inFlight`: so many lines may be lost that the kernel had accepted. */
  lost(reason: string, inFlight: number): void {
    this.#since ??= performance.now();
    const loss =
      inFlight === 0
        ? ''
        : `; of what the kernel had accepted at most ${inFlight} lines may be lost with it`;
    log.warning(`${this.#who}: ${reason}${loss}. Lines are kept until it can be reached again.`);
  }

  /** collectd stops, and the receiver has not confirmed that it got everything. */
  ended(inFlight: number): void {
    if (inFlight === 0) return;
    log.warning(
      `${this.#who}: collectd stops; of what the kernel had accepted at most ${inFlight} lines may be lost.`,
    );
  }

  /** Each reason once. */
  failed(reason: string): void {
    this.#since ??= performance.now();
    if (this.#said.has(reason)) return;
    this.#said.add(reason);
    log.warning(`${this.#who}: cannot connect: ${reason}. It is tried again every 10 s at most.`);
  }

  /** Lines that found no room. */
  drop(lines: number): void {
    if (lines === 0) return;
    if (this.#dropped === 0)
      log.warning(
        `${this.#who}: BufferSize (${this.#limit} lines) is reached; what arrives is dropped as long as there is no room.`,
      );
    this.#dropped += lines;
  }

  /** `waiting`: lines that were kept. */
  over(waiting: number): void {
    if (this.#since !== undefined) {
      const seconds = ((performance.now() - this.#since) / 1000).toFixed(1);
      log.info(`${this.#who}: connected after ${seconds} s; ${waiting} lines were kept.`);
    } else if (!this.#hasConnected) log.info(`${this.#who}: connected.`);
    this.#hasConnected = true;
    this.#since = undefined;
    this.#said.clear();
  }

  /** Nothing waits any more. */
  caughtUp(): void {
    this.#tellDropped(', what was kept is sent');
  }

  /** collectd stops. */
  stopped(): void {
    this.#tellDropped('');
  }

  #tellDropped(more: string): void {
    if (this.#dropped > 0)
      log.warning(`${this.#who}: ${this.#dropped} lines were dropped in all${more}.`);
    this.#dropped = 0;
  }
}
