/**
 * Deadlines of calls. Their clock stands still while the whole process does, as after a SIGSTOP:
 * no call is late for a time in which nothing could run.
 */
import { native } from '../contract/native.ts';
import { max } from '../shared/primordials.ts';

// A module may replace the global ones.
const { setTimeout, clearTimeout } = globalThis;

export class Deadline {
  #timer: NodeJS.Timeout | undefined;
  #stoodStill = 0;

  /** Calls back after so many milliseconds, unless it is cleared. It keeps no event loop alive. */
  set(milliseconds: number, callback: () => void): void {
    this.#stoodStill = native.stood_still();
    this.#start(max(1, milliseconds), callback);
  }

  get isSet(): boolean {
    return this.#timer !== undefined;
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #start(milliseconds: number, callback: () => void): void {
    this.#timer = setTimeout(() => {
      const stoodStill = native.stood_still();
      const left = (stoodStill - this.#stoodStill) * 1000;
      this.#stoodStill = stoodStill;
      if (left >= 1) {
        this.#start(left, callback);
        return;
      }
      this.#timer = undefined;
      callback();
    }, milliseconds);
    this.#timer.unref();
  }
}
