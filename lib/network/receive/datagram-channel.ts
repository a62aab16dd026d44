import { type Datagram, DatagramQueue } from './queue.ts';

/** How long a consumer is served before the socket has its turn, in milliseconds. */
const TURN_MS = 1;
/** How long the socket is served while it has more, in milliseconds. */
const LONGEST_READ_MS = 50;
/** What one turn of the event loop takes from a socket at most: after fewer it is empty. */
const FULL_READ = 32;

interface Waiting {
  resolve(datagram: Datagram | undefined): void;
  reject(error: Error): void;
}

/**
 * From the socket's events to whoever asks for the next datagram. The socket comes first:
 * what is not read from it in time the kernel drops, and here there is room.
 */
export class DatagramChannel {
  readonly #queue: DatagramQueue;
  readonly #waiting: Waiting[] = [];
  #ended = false;
  #error: Error | undefined;
  /** Datagrams since the event loop last came by. */
  #read = 0;
  #served = 0;
  #scheduled = false;

  constructor(limit: number, drop: 'oldest' | 'newest') {
    this.#queue = new DatagramQueue(limit, drop);
  }

  /** Returns how many datagrams were dropped. */
  push(datagram: Datagram): number {
    this.#read++;
    const dropped = this.#queue.push(datagram);
    if (this.#waiting.length > 0) this.#schedule();
    return dropped;
  }

  /** Undefined after the end, when nothing waits any more. */
  next(): Promise<Datagram | undefined> {
    if (this.#waiting.length === 0) {
      const isTurn = performance.now() - this.#served < TURN_MS;
      const datagram = isTurn ? this.#queue.shift() : undefined;
      if (datagram !== undefined) return Promise.resolve(datagram);
    }
    if (this.#queue.length === 0) {
      if (this.#error !== undefined) return Promise.reject(this.#error);
      if (this.#ended) return Promise.resolve(undefined);
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (this.#queue.length > 0) this.#schedule();
    });
  }

  /** Returns how many datagrams went. */
  clear(): number {
    let count = 0;
    for (; this.#queue.shift() !== undefined; count++);
    return count;
  }

  /** What is in the queue is still given. */
  end(): void {
    this.#ended = true;
    this.#schedule();
  }

  fail(error: Error): void {
    this.#error = error;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#serve());
  }

  /** Once in a turn of the event loop, when the sockets have been read. */
  #serve(): void {
    this.#scheduled = false;
    const read = this.#read;
    this.#read = 0;
    const now = performance.now();
    if (read >= FULL_READ && now - this.#served < LONGEST_READ_MS) {
      this.#schedule();
      return;
    }
    this.#served = now;
    for (let waiting = this.#waiting.shift(); waiting; waiting = this.#waiting.shift()) {
      const datagram = this.#queue.shift();
      if (datagram !== undefined) waiting.resolve(datagram);
      else if (this.#error !== undefined) waiting.reject(this.#error);
      else if (this.#ended) waiting.resolve(undefined);
      else {
        this.#waiting.unshift(waiting);
        return;
      }
    }
  }
}
