/** The queues of this worker's write callbacks, by the callback's id. */
import type { Registered } from './registered.ts';
import { WriteQueue, type WriteQueueOptions } from './write_queue.ts';

const write_queues = new Map<number, WriteQueue>();

export function open_write_queue(entry: Registered, options: WriteQueueOptions): void {
  write_queues.set(entry.id, new WriteQueue(entry, options));
}

/** True when more waits, but the event loop has its turn first. */
export function write_queue_drain(callback: number): boolean {
  return write_queues.get(callback)?.drain() === true;
}
