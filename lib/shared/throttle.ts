import { now as clock } from './primordials.ts';

const QUIET_MS = 60_000;

/** For lines that may come any number of times: the first at once, then one a minute. */
export class Throttle {
  #passedAt = Number.NEGATIVE_INFINITY;
  #heldBack = 0;

  /** How many were held back before this one; undefined: this one is, too. */
  pass(): number | undefined {
    const now = clock();
    if (now - this.#passedAt < QUIET_MS) {
      this.#heldBack++;
      return undefined;
    }
    const heldBack = this.#heldBack;
    this.#passedAt = now;
    this.#heldBack = 0;
    return heldBack;
  }
}

/** What follows a line that stands for others, too. */
export function andMore(heldBack: number): string {
  return heldBack === 0 ? '' : `, and ${heldBack} more since the last line`;
}
