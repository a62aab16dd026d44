/**
 * Gives a callback what waits for it in native code, one call after the other. After 5 ms the
 * event loop has its turn, so that a flood does not keep the worker from everything else.
 */
import { type Context, runIn } from '../execution/context.ts';
import { append, BuiltinPromise, now, promiseThen, SafeSet } from '../shared/primordials.ts';
import { callRegistered, invocationOf, isPromise, type Registered } from './registered.ts';
import { registered } from './registry.ts';
import { tallyOf } from './tally.ts';

/** What the callback is called with, and the context that the call runs in. */
export interface Message {
  readonly args: readonly unknown[];
  readonly context: Context;
}

const TURN_MS = 5;

// A module may replace the global one.
const { setImmediate } = globalThis;

const queues: MessageQueue[] = [];

/** The queues of all callbacks of one kind. */
export class MessageQueue {
  readonly #take: (entry: Registered) => Message | undefined;
  readonly #running = new SafeSet<number>();
  /** Whose drain has not come to its first await yet. */
  #entered: number | undefined;

  /** @param take - the oldest message that waits; undefined: there is none. */
  constructor(take: (entry: Registered) => Message | undefined) {
    this.#take = take;
    append(queues, this);
  }

  drain(callback: number): void {
    const entry = registered(callback);
    if (entry === undefined || this.#running.has(entry.id)) return;
    this.#running.add(entry.id);
    this.#entered = entry.id;
    const ended = () => this.#running.delete(entry.id);
    void promiseThen(this.#drain(entry), ended, ended);
    this.#entered = undefined;
  }

  recover(): void {
    if (this.#entered !== undefined) this.#running.delete(this.#entered);
    this.#entered = undefined;
  }

  async #drain(entry: Registered): Promise<void> {
    const tally = tallyOf(entry);
    let turnEnds = now() + TURN_MS;
    for (;;) {
      const message = this.#take(entry);
      if (message === undefined) return;
      const { args, context } = message;
      const invocation = invocationOf(entry);
      const began = now();
      try {
        const result = invocation.run(() => runIn(context, () => callRegistered(entry, args)));
        if (isPromise(result)) await invocation.settled(result);
      } catch (thrown) {
        tally?.fail();
        runIn(context, () => entry.report.add(thrown));
      } finally {
        invocation.end();
        tally?.add(1, now() - began);
        tally?.handOver();
      }
      if (now() < turnEnds) continue;
      await new BuiltinPromise((resolve) => setImmediate(resolve));
      turnEnds = now() + TURN_MS;
    }
  }
}

/** An execution was ended from outside: the drain that was under way is over. */
export function recoverMessageQueues(): void {
  for (let i = 0; i < queues.length; i++) queues[i]?.recover();
}
