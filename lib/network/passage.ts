import { type Datagram, DatagramQueue } from './queue.ts';

/** How long datagrams are taken from the queue before the event loop has its turn, in milliseconds. */
const turn = 5;

interface Waiting {
  resolve(datagram: Datagram | undefined): void;
  reject(error: Error): void;
}

/** From the socket's events to whoever asks for the next datagram. */
export class Passage {
  readonly #queue: DatagramQueue;
  readonly #waiting: Waiting[] = [];
  #ended = false;
  #error: Error | undefined;
  #turnBegan = 0;

  constructor(limit: number, drop: 'oldest' | 'newest') {
    this.#queue = new DatagramQueue(limit, drop);
  }

  /** Returns how many datagrams were dropped. */
  push(datagram: Datagram): number {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) return this.#queue.push(datagram);
    this.#turnBegan = performance.now();
    waiting.resolve(datagram);
    return 0;
  }

  /** Undefined after the end, when nothing waits any more. */
  async next(): Promise<Datagram | undefined> {
    if (this.#queue.length > 0) {
      // A consumer that is busy all the time would keep the socket from being read, and the
      // kernel would drop what the queue still has room for.
      if (performance.now() - this.#turnBegan > turn) {
        await new Promise((resolve) => setImmediate(resolve));
        this.#turnBegan = performance.now();
      }
      const datagram = this.#queue.shift();
      if (datagram !== undefined) return datagram;
    }
    if (this.#error !== undefined) throw this.#error;
    if (this.#ended) return undefined;
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  end(): void {
    this.#ended = true;
    for (const { resolve } of this.#waiting.splice(0)) resolve(undefined);
  }

  fail(error: Error): void {
    this.#error = error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
