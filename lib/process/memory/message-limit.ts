/**
 * Counts the bytes of messages, which are outside of every heap: those that wait in channels of this
 * environment, and those for others that were posted within one turn of the event loop.
 */
import { rangeError } from '../../shared/errors.ts';

// A module may replace the global one.
const { setImmediate } = globalThis;

interface Waiting {
  readonly bytes: number;
  next: Waiting | undefined;
}

/** One end of a MessageChannel, here. */
export class ChannelEnd {
  /** The oldest and the newest message for it that it has not got yet. */
  first: Waiting | undefined;
  last: Waiting | undefined;
  /** Where messages for it go to somebody else, or to nobody. */
  isGone = false;
  other: ChannelEnd | undefined;
}

export class MessageLimit {
  readonly #mebibytes: number;
  readonly #limit: number;
  #waiting = 0;
  #posted = 0;

  /** @param mebibytes - the HeapLimit */
  constructor(mebibytes: number) {
    this.#mebibytes = mebibytes;
    this.#limit = mebibytes * 2 ** 20;
  }

  /**
   * Before something is posted.
   *
   * @param to - the other end, if it is here
   * @throws RangeError ERR_COLLECTD_QUEUE_FULL
   */
  check(bytes: number, to: ChannelEnd | undefined): void {
    if (to === undefined) {
      if (this.#posted + bytes > this.#limit)
        this.#refuse('would have been posted within one turn of the event loop; let it turn');
    } else if (this.#waiting + bytes > this.#limit) {
      this.#refuse('would wait in MessageChannels; read them, and let the event loop turn');
    }
  }

  /** It has been posted. */
  count(bytes: number, to: ChannelEnd | undefined): void {
    if (to === undefined) {
      if (this.#posted === 0) setImmediate(() => this.beginTurn());
      this.#posted += bytes;
      return;
    }
    const message: Waiting = { bytes, next: undefined };
    if (to.last === undefined) to.first = message;
    else to.last.next = message;
    to.last = message;
    this.#waiting += bytes;
  }

  /** Also when a message comes from elsewhere: many may come within one turn, each the answer to one of ours. */
  beginTurn(): void {
    this.#posted = 0;
  }

  /** An end has got a message. */
  take(end: ChannelEnd): void {
    const { first } = end;
    if (first === undefined) return;
    this.#waiting -= first.bytes;
    end.first = first.next;
    if (first.next === undefined) end.last = undefined;
  }

  /** An end gets nothing any more. */
  remove(end: ChannelEnd): void {
    end.isGone = true;
    while (end.first !== undefined) this.take(end);
  }

  #refuse(why: string): never {
    throw rangeError(
      'ERR_COLLECTD_QUEUE_FULL',
      `postMessage(): more than the HeapLimit of ${this.#mebibytes} MiB ${why}`,
    );
  }
}
