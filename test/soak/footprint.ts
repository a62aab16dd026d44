// What a process has, as the kernel tells it.
import { readdirSync, readFileSync } from 'node:fs';

export interface Footprint {
  anonymousKiB: number;
  threads: number;
  files: number;
}

export function footprintOf(pid: number): Footprint {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const anonymousKiB = Number(/^Anonymous:\s+(\d+) kB$/m.exec(rollup)?.[1]);
  return {
    anonymousKiB,
    threads: readdirSync(`/proc/${pid}/task`).length,
    files: readdirSync(`/proc/${pid}/fd`).length,
  };
}

function middle(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Of each its median: garbage comes and goes. */
export function typical(footprints: readonly Footprint[]): Footprint {
  return {
    anonymousKiB: middle(footprints.map(({ anonymousKiB }) => anonymousKiB)),
    threads: middle(footprints.map(({ threads }) => threads)),
    files: middle(footprints.map(({ files }) => files)),
  };
}
