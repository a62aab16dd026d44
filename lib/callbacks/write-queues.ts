/** The queues of this worker's callbacks that take value lists, by the callback's id. */
import type { Handlers } from '../contract/native.ts';
import { SafeMap } from '../shared/primordials.ts';
import { forget } from './record-reader.ts';
import type { Registered } from './registered.ts';
import { WriteQueue, type WriteQueueOptions } from './write-queue.ts';

const writeQueues = new SafeMap<number, WriteQueue>();

export function openWriteQueue(entry: Registered, options: WriteQueueOptions): void {
  writeQueues.set(entry.id, new WriteQueue(entry, options));
}

/** An execution was ended from outside: the drain that was under way is over. */
export function recoverWriteQueues(): void {
  writeQueues.forEach((queue) => {
    queue.recover();
  });
}

/** What waits for it is discarded; its records are released by the next drain. */
export function closeWriteQueue(callback: number): void {
  writeQueues.get(callback)?.close();
}

export const writeQueueHandlers = {
  write: (callback) => writeQueues.get(callback)?.drain() === true,
  forget,
} satisfies Partial<Handlers>;
