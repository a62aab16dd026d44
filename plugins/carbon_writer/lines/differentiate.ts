// How much a counter has grown.
import type { DataSource } from 'collectd';

const WORD = 2n ** 32n;
const LONG = 2n ** 64n;

/** Sizes of the ranges that a COUNTER may wrap around in, the smallest first; none for other types. */
export interface Growth {
  readonly ranges: readonly Range[];
}

interface Range {
  /** The first number that is too large for it. */
  readonly end: bigint;
  readonly size: bigint;
}

/** Undefined: a GAUGE or ABSOLUTE, which is sent as it is. */
export function growthOf({ type, min, max }: DataSource): Growth | undefined {
  if (type === 'derive') return { ranges: [] };
  if (type !== 'counter') return undefined;
  const ranges = [WORD, LONG].map((end) => ({ end, size: end }));
  if (max !== null && max > 0 && max < Number(LONG)) {
    const end = BigInt(Math.trunc(max)) + 1n;
    const from = min !== null && min > 0 && min < max ? BigInt(Math.trunc(min)) : 0n;
    ranges.push({ end, size: end - from });
  }
  return { ranges: ranges.sort((a, b) => (a.end < b.end ? -1 : 1)) };
}

/**
 * Exact. A counter that fell has wrapped around, in the smallest range that holds what it was before, if it
 * has then grown by less than half of it; otherwise it began anew, which is undefined. So is any fall of a DERIVE.
 */
export function grown({ ranges }: Growth, before: bigint, now: bigint): bigint | undefined {
  if (now >= before) return now - before;
  const range = ranges.find(({ end }) => before < end);
  if (range === undefined) return undefined;
  const difference = range.size - (before - now);
  return difference * 2n < range.size && difference >= 0n ? difference : undefined;
}
