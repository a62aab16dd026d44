import type { Site } from '../daemon/daemon.ts';
import { drive, type Pass } from '../daemon/driver.ts';
import { type Churn, type Footing, round } from '../report/results.ts';
import type { Effort } from './effort.ts';
import { costs } from './measure.ts';
import type { Subject } from './subjects.ts';

/** Identifiers that are new all the time: what is remembered of them has to stay within bounds. */

/** Memory after each pass. */
function footings(passes: readonly Pass[]): Footing[] {
  return passes.map(({ values, rssKiB, anonKiB }, index) => ({
    identifiers: values * (index + 1),
    rssMiB: round(rssKiB / 1024, 1),
    anonymousMiB: round(anonKiB / 1024, 1),
  }));
}

export async function measureChurn(
  site: Site,
  subjects: readonly Subject[],
  effort: Effort,
): Promise<Churn[]> {
  const results: Churn[] = [];
  for (const subject of subjects) {
    if (subject.language !== 'C' && subject.language !== 'TypeScript') continue;
    // No warm-up: memory after the first 2^20 identifiers is what later passes are compared with.
    const task = {
      mode: 'write',
      churn: true,
      values: effort.churnValues,
      warmup: 0,
      passes: effort.churnPasses,
      settle: 1,
    } as const;
    const passes = await drive(site, task, subject.writer);
    const [first, ...later] = footings(passes);
    const last = later.at(-1);
    if (first === undefined || last === undefined) throw new Error('nothing was measured');
    const churn: Churn = {
      language: subject.language,
      wall: costs(passes.slice(1), 'wall'),
      cpu: costs(passes.slice(1), 'cpu'),
      first,
      most: later.reduce((a, b) => (b.rssMiB > a.rssMiB ? b : a)),
      last,
    };
    console.log(
      `bench: churn    ${churn.language.padEnd(16)} ${churn.wall.median.toFixed(3)} µs, ` +
        `${first.rssMiB} MiB after ${first.identifiers} identifiers, ` +
        `at most ${churn.most.rssMiB}, ${last.rssMiB} after ${last.identifiers}`,
    );
    results.push(churn);
  }
  return results;
}
