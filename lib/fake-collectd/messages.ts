/** What waits for log callbacks and notification callbacks: a queue for each. */
export class Messages<T> {
  readonly #queues = new Map<number, T[]>();

  push(callback: number, message: T): void {
    const queue = this.#queues.get(callback);
    if (queue === undefined) this.#queues.set(callback, [message]);
    else queue.push(message);
  }

  take(callback: number): T | undefined {
    return this.#queues.get(callback)?.shift();
  }
}
