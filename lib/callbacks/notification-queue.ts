/** Gives a notification callback its notifications, one after the other. */

import { native } from '../contract/native.ts';
import { runIn } from '../execution/context.ts';
import { receivedNotification } from '../values/notification.ts';
import { callRegistered, invocationOf, isPromise, type Registered } from './registered.ts';
import { tallyOf } from './tally.ts';

const running = new Set<number>();
/** Whose drain has not come to its first await yet. */
let entered: number | undefined;

async function drain(entry: Registered): Promise<void> {
  const tally = tallyOf(entry);
  for (;;) {
    const crossing = native.take_notification(entry.id);
    if (crossing === undefined) return;
    const { notification, depth } = receivedNotification(crossing);
    const context = { ...entry.context, depth: depth + 1 };
    const invocation = invocationOf(entry);
    const began = performance.now();
    try {
      const result = invocation.run(() =>
        runIn(context, () => callRegistered(entry, notification)),
      );
      if (isPromise(result)) await invocation.settled(result);
    } catch (thrown) {
      tally?.fail();
      runIn(context, () => entry.report.add(thrown));
    } finally {
      invocation.end();
      tally?.add(1, performance.now() - began);
      tally?.handOver();
    }
  }
}

export function notificationQueueDrain(entry: Registered): void {
  if (running.has(entry.id)) return;
  running.add(entry.id);
  entered = entry.id;
  drain(entry).finally(() => running.delete(entry.id));
  entered = undefined;
}

/** An execution was ended from outside; see handlers.ts. */
export function recoverNotificationQueue(): void {
  if (entered !== undefined) running.delete(entered);
  entered = undefined;
}
