import type { Item } from '../items/item.ts';

const END: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * Items one by one, of datagrams that arrive. By hand, because an async generator takes
 * several times as long for each. Leaving a loop leaves the rest for the next one.
 */
export class ItemStream implements AsyncIterableIterator<Item> {
  readonly #receive: () => Promise<Item[] | undefined>;
  #items: Item[] = [];
  #next = 0;
  #receiving: Promise<boolean> | undefined;

  /** `receive` gives the items of the next datagram, or undefined after the last one. */
  constructor(receive: () => Promise<Item[] | undefined>) {
    this.#receive = receive;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Item, undefined>> {
    const value = this.#items[this.#next];
    if (value === undefined) return this.#refill();
    this.#next++;
    return Promise.resolve({ done: false, value });
  }

  async #refill(): Promise<IteratorResult<Item, undefined>> {
    for (;;) {
      const value = this.#items[this.#next];
      if (value !== undefined) {
        this.#next++;
        return { done: false, value };
      }
      // Loops that wait at the same time wait for one and the same datagram.
      this.#receiving ??= this.#receiveMore().finally(() => {
        this.#receiving = undefined;
      });
      if (!(await this.#receiving)) return END;
    }
  }

  /** False after the last one. */
  async #receiveMore(): Promise<boolean> {
    const items = await this.#receive();
    if (items === undefined) return false;
    this.#items = items;
    this.#next = 0;
    return true;
  }
}
