/** The queues of this worker's write callbacks, by the callback's id. */
import type { Registered } from './registered.ts';
import { WriteQueue, type WriteQueueOptions } from './write-queue.ts';

const writeQueues = new Map<number, WriteQueue>();

export function openWriteQueue(entry: Registered, options: WriteQueueOptions): void {
  writeQueues.set(entry.id, new WriteQueue(entry, options));
}

/** True when more waits, but the event loop has its turn first. */
export function writeQueueDrain(callback: number): boolean {
  return writeQueues.get(callback)?.drain() === true;
}

/** An execution was ended from outside; see handlers.ts. */
export function recoverWriteQueues(): void {
  for (const queue of writeQueues.values()) queue.recover();
}

/** What waits for it is discarded; its records are released by the next drain. */
export function closeWriteQueue(callback: number): void {
  writeQueues.get(callback)?.close();
}
