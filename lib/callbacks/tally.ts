/**
 * `Statistics true`: the calls of a callback that takes what is queued for it. Those
 * that have an answer are counted by native/script/js_entry.cc.
 */
import { native } from '../contract/native.ts';
import { max } from '../shared/primordials.ts';
import type { Registered } from './registered.ts';

export class Tally {
  readonly #callback: number;
  #calls = 0;
  #failures = 0;
  #ms = 0;
  #longest = 0;

  constructor(callback: number) {
    this.#callback = callback;
  }

  /** So many calls have ended that took `ms` together: each is taken for its share. */
  add(calls: number, ms: number): void {
    this.#calls += calls;
    this.#ms += ms;
    this.#longest = max(this.#longest, ms / calls);
  }

  /** One of these calls has failed. */
  fail(): void {
    this.#failures++;
  }

  /** Now and then: each time costs a call into native code. */
  handOver(): void {
    if (this.#calls === 0 && this.#failures === 0) return;
    native.tally(
      this.#callback,
      this.#calls,
      this.#failures,
      this.#ms / 1000,
      this.#longest / 1000,
    );
    this.#calls = 0;
    this.#failures = 0;
    this.#ms = 0;
    this.#longest = 0;
  }
}

/** Undefined: nobody wants to know. */
export function tallyOf({ id }: Registered): Tally | undefined {
  return native.session.statistics ? new Tally(id) : undefined;
}
