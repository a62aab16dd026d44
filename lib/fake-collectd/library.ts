import type { Handlers } from '../contract/native.ts';

/** The side that calls the fake and is called by it: all of lib/ but this room. */
export class Library {
  #handlers: Handlers | undefined;

  listen(handlers: Handlers): void {
    this.#handlers = handlers;
  }

  /** There once it listens. */
  get handlers(): Handlers {
    if (this.#handlers === undefined) throw new Error('the library does not listen yet');
    return this.#handlers;
  }

  /** Later, as the daemon's queues are emptied later; nothing if the library does not listen. */
  later(step: (handlers: Handlers) => void): void {
    setImmediate(() => {
      if (this.#handlers !== undefined) step(this.#handlers);
    });
  }
}
