/** What native code calls for callbacks: one line for each kind with a way of its own. */
import { filterHandlers } from './filter-block.ts';
import { configHandlers } from './kinds/config.ts';
import { flushHandlers } from './kinds/flush.ts';
import { logHandlers } from './kinds/log.ts';
import { notificationHandlers } from './kinds/notification.ts';
import { recoverMessageQueues } from './message-queue.ts';
import { stepHandlers } from './step.ts';
import { recoverWriteQueues, writeQueueHandlers } from './write-queues.ts';

export const callbackHandlers = {
  ...stepHandlers,
  ...writeQueueHandlers,
  ...configHandlers,
  ...flushHandlers,
  ...logHandlers,
  ...notificationHandlers,
  ...filterHandlers,
};

/** An execution was ended from outside: whatever it had begun is over. */
export function recoverCallbacks(): void {
  recoverMessageQueues();
  recoverWriteQueues();
}
