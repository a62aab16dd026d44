import type { Cost } from '../report/results.ts';

/** What the measurements of writing to Carbon found out. */

export const writers = ['TypeScript', 'write_graphite', 'Python'] as const;
export type Writer = (typeof writers)[number];

export interface CarbonTiming {
  readonly who: Writer;
  /** Through plugin_dispatch_values() and the write threads, or from plugin_write() to the socket. */
  readonly way: 'dispatch' | 'write';
  /** Lines per pass. */
  readonly lines: number;
  readonly passes: number;
  /** Microseconds per line, until it was read from a TCP socket; CPU time without reading it. */
  readonly wall: Cost;
  readonly cpu: Cost;
}

export type CarbonResults = readonly CarbonTiming[];

export function carbon(
  results: CarbonResults | undefined,
  who: Writer,
  way: CarbonTiming['way'] = 'dispatch',
): CarbonTiming | undefined {
  return results?.find((timing) => timing.who === who && timing.way === way);
}
