import type { Sender } from '../items/item.ts';

/** What came in one packet. */
export interface Datagram {
  readonly bytes: Buffer;
  readonly sender: Sender;
}

/** What a waiting datagram takes beyond its bytes, or somewhat more. */
const OVERHEAD = 512;

/**
 * Datagrams on the way from the socket to whoever iterates. They wait as they came: the
 * bytes are what memory is counted in, and a few of them can decode to very many items.
 */
export class DatagramQueue {
  readonly #limit: number;
  readonly #drop: 'oldest' | 'newest';
  #entries: (Datagram | undefined)[] = [];
  #head = 0;
  #size = 0;

  constructor(limit: number, drop: 'oldest' | 'newest') {
    this.#limit = limit;
    this.#drop = drop;
  }

  get length(): number {
    return this.#entries.length - this.#head;
  }

  /** Returns how many datagrams were dropped for it, or instead of it. */
  push(datagram: Datagram): number {
    const size = datagram.bytes.length + OVERHEAD;
    if (this.#drop === 'newest' && this.length > 0 && this.#size + size > this.#limit) return 1;
    this.#entries.push(datagram);
    this.#size += size;
    let dropped = 0;
    for (; this.#size > this.#limit && this.length > 1; dropped++) this.shift();
    return dropped;
  }

  shift(): Datagram | undefined {
    const datagram = this.#entries[this.#head];
    if (datagram === undefined) return undefined;
    this.#entries[this.#head++] = undefined;
    this.#size -= datagram.bytes.length + OVERHEAD;
    // Now and then, so that each entry is moved once at most on average.
    if (this.#head > 1024 && this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return datagram;
  }
}
