import type { CarbonResults } from '../carbon/results.ts';
import type { NetworkResults } from '../network/results.ts';

/** What a run found out. `bench/results.json` holds one of these; the README's table is made from it. */

export const languages = ['C', 'Lua', 'Python', 'TypeScript', 'TypeScript batch'] as const;
export type Language = (typeof languages)[number];

export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly kernel: string;
  readonly system: string;
  readonly collectd: string;
  readonly node: string;
}

/** Microseconds per value list. */
export interface Cost {
  readonly median: number;
  readonly min: number;
}

export interface Timing {
  /** `series` are writes too: with more and more series instead of in more and more languages. */
  readonly what: 'write' | 'series' | 'pipeline' | 'dispatch';
  readonly language: Language;
  readonly threads: number;
  readonly series: number;
  /** Value lists per pass, and passes counted. */
  readonly values: number;
  readonly passes: number;
  readonly wall: Cost;
  /** CPU time of the whole process. */
  readonly cpu: Cost;
}

export interface Churn {
  readonly language: Language;
  readonly wall: Cost;
  readonly cpu: Cost;
  /** After the first pass, where it was most after a later one, and after the last one. */
  readonly first: Footing;
  readonly most: Footing;
  readonly last: Footing;
}

/** Memory after so many distinct identifiers. */
export interface Footing {
  readonly identifiers: number;
  readonly rssMiB: number;
  readonly anonymousMiB: number;
}

/** What one match or target adds to the way of one value list. */
export interface FilterTiming {
  readonly what: 'match' | 'target';
  readonly language: 'C' | 'TypeScript';
  /** WriteThreads. */
  readonly threads: number;
  readonly wall: Cost;
  readonly cpu: Cost;
}

/** Value lists without meta data, and with one entry. */
export interface MetaTiming {
  readonly what: 'dispatch' | 'pipeline';
  readonly language: Language;
  readonly without: Spent;
  readonly with: Spent;
}

/** `dispatch()` without and with the search for mistakes. */
export interface CheckTiming {
  readonly without: Cost;
  readonly with: Cost;
}

export interface Spent {
  readonly wall: Cost;
  /** CPU time of the whole process. */
  readonly cpu: Cost;
}

export interface Footprint {
  /** `none`: collectd without LoadPlugin nodejs. */
  readonly modules: number | 'none';
  readonly cache: 'none' | 'cold' | 'cached';
  readonly rssMiB: number;
  readonly anonymousMiB: number;
  readonly startMs: Cost;
}

export interface Results {
  readonly machine: Machine;
  readonly timings: readonly Timing[];
  readonly churn: readonly Churn[];
  readonly footprints: readonly Footprint[];
  readonly filters?: readonly FilterTiming[];
  readonly meta?: readonly MetaTiming[];
  readonly checks?: CheckTiming;
  readonly network?: NetworkResults;
  readonly carbon?: CarbonResults;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError('nothing was measured');
  return (lower + upper) / 2;
}

/** Rounded to what can be told apart, so that the stored results stay readable. */
export function round(number: number, digits: number): number {
  return Number(number.toFixed(digits));
}

export function cost(numbers: readonly number[], digits = 4): Cost {
  return { median: round(median(numbers), digits), min: round(Math.min(...numbers), digits) };
}
