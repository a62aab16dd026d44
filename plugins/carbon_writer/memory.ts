// Whether the lines that may wait fit into the memory of the worker.
import { getHeapStatistics } from 'node:v8';
import { log } from './log.ts';

/** Of a line of some length, and of what V8 has not yet collected. */
const LINE_BYTES = 200;
/** Of V8's limit, which is HeapLimit and what young objects get; the rest is for what is done with the lines. */
const SHARE = 0.5;
const MIB = 2 ** 20;

/** `lines`: of all buffers together. */
export function checkMemory(lines: number): void {
  const needed = lines * LINE_BYTES;
  if (needed <= getHeapStatistics().heap_size_limit * SHARE) return;
  log.warning(
    `BufferSize: ${lines} lines that wait may take ${Math.ceil(needed / MIB)} MiB, too much for the HeapLimit; when that is reached they are lost. Make HeapLimit larger, or BufferSize smaller.`,
  );
}
