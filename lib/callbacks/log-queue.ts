/** Gives a log callback its messages, one after the other. */

import { native } from '../contract/native.ts';
import { runIn } from '../execution/context.ts';
import { callRegistered, invocationOf, isPromise, type Registered } from './registered.ts';
import { tallyOf } from './tally.ts';

const running = new Set<number>();
/** Whose drain has not come to its first await yet. */
let entered: number | undefined;

/** Its own failures go to stderr or to collectd's own log plugins: its context is quiet. */
async function drain(entry: Registered): Promise<void> {
  const tally = tallyOf(entry);
  for (;;) {
    const message = native.take_message(entry.id);
    if (message === undefined) return;
    const invocation = invocationOf(entry);
    const began = performance.now();
    try {
      const result = invocation.run(() => callRegistered(entry, ...message));
      if (isPromise(result)) await invocation.settled(result);
    } catch (thrown) {
      tally?.fail();
      entry.report.add(thrown);
    } finally {
      invocation.end();
      tally?.add(1, performance.now() - began);
      tally?.handOver();
    }
  }
}

export function logQueueDrain(entry: Registered): void {
  if (running.has(entry.id)) return;
  running.add(entry.id);
  entered = entry.id;
  runIn(entry.context, () => drain(entry)).finally(() => running.delete(entry.id));
  entered = undefined;
}

/** An execution was ended from outside; see handlers.ts. */
export function recoverLogQueue(): void {
  if (entered !== undefined) running.delete(entered);
  entered = undefined;
}
