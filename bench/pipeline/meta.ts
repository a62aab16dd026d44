import type { Site } from '../daemon/daemon.ts';
import { drive, type Pass, type Task } from '../daemon/driver.ts';
import type { MetaTiming, Spent } from '../report/results.ts';
import type { Effort } from './effort.ts';
import { costs } from './measure.ts';
import type { Subject } from './subjects.ts';

/** What one entry of meta data adds to dispatch() and to the pipeline; C shows collectd's own part. */

const compared: ReadonlySet<string> = new Set(['C', 'Python', 'TypeScript']);

function spent(passes: readonly Pass[]): Spent {
  return { wall: costs(passes, 'wall'), cpu: costs(passes, 'cpu') };
}

async function measureOne(
  site: Site,
  what: MetaTiming['what'],
  subjects: readonly Subject[],
  task: Task,
  rounds: number,
): Promise<MetaTiming[]> {
  const measured = subjects.flatMap(({ language, writer, reader }) => {
    const callback = what === 'dispatch' ? reader : writer;
    const none = (): Pass[] => [];
    return callback === undefined ? [] : [{ language, callback, without: none(), with: none() }];
  });
  for (let round = 1; round <= rounds; round++)
    for (const entry of measured) {
      entry.without.push(...(await drive(site, task, entry.callback)));
      entry.with.push(...(await drive(site, { ...task, meta: true }, entry.callback)));
    }
  return measured.map((entry) => ({
    what,
    language: entry.language,
    without: spent(entry.without),
    with: spent(entry.with),
  }));
}

function announce({ what, language, without, with: with_ }: MetaTiming): void {
  const of = ({ wall, cpu }: Spent): string =>
    `${wall.median.toFixed(3)} µs (at best ${wall.min.toFixed(3)}), CPU ${cpu.median.toFixed(3)} µs`;
  const times = (with_.wall.median / without.wall.median).toFixed(2);
  console.log(`bench: meta     ${what.padEnd(8)} ${language.padEnd(12)} without ${of(without)}`);
  console.log(`bench: ${' '.repeat(30)} with    ${of(with_)}, ${times} times`);
}

export async function measureMeta(
  site: Site,
  all: readonly Subject[],
  effort: Effort,
): Promise<MetaTiming[]> {
  const subjects = all.filter(({ language }) => compared.has(language));
  const tasks = {
    dispatch: {
      mode: 'dispatch',
      values: effort.meta.dispatchValues,
      warmup: 1,
      passes: effort.dispatchPasses,
    },
    pipeline: {
      mode: 'pipeline',
      values: effort.meta.pipelineValues,
      warmup: 1,
      passes: effort.passes,
    },
  } as const satisfies Record<MetaTiming['what'], Task>;
  const timings: MetaTiming[] = [];
  for (const what of ['dispatch', 'pipeline'] as const)
    timings.push(...(await measureOne(site, what, subjects, tasks[what], effort.meta.rounds)));
  timings.forEach(announce);
  return timings;
}
