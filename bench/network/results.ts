/** What the measurements of the network protocol found out. */

export interface Rate {
  /** `series`: a hundred on each host, with the same names; `unique`: every name is one of its own. */
  readonly what: 'decode' | 'decode low' | 'encode' | 'series' | 'unique';
  readonly who: string;
  /** For `series`: how many there are. */
  readonly series?: number;
  /** Values per second of CPU time: the median and the best of the passes. */
  readonly median: number;
  readonly best: number;
}

/** Of datagrams that collectd's network plugin sent as fast as it could. */
export interface Loss {
  readonly who: string;
  readonly sent: number;
  /** By the kernel, because the receiver did not read in time. */
  readonly kernel: number;
  /** By the receiver itself. */
  readonly own: number;
}

export interface NetworkResults {
  readonly rates: readonly Rate[];
  readonly losses: readonly Loss[];
}

export const ours = 'TypeScript';

export function rate(
  results: NetworkResults | undefined,
  what: Rate['what'],
  who = ours,
  series?: number,
): number | undefined {
  return results?.rates.find((r) => r.what === what && r.who === who && r.series === series)
    ?.median;
}

/** The fastest of the others. */
export function bestOther(results: NetworkResults | undefined, what: Rate['what']) {
  const others = results?.rates.filter((r) => r.what === what && r.who !== ours) ?? [];
  return others.length === 0 ? undefined : Math.max(...others.map(({ median }) => median));
}

export function lost(results: NetworkResults | undefined, who: string): number | undefined {
  const loss = results?.losses.find((l) => l.who === who);
  return loss === undefined ? undefined : (loss.kernel + loss.own) / loss.sent;
}
