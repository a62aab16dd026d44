import type { Site } from '../daemon/daemon.ts';
import { drive, type Pass, type Task } from '../daemon/driver.ts';
import { type Cost, cost, type Timing } from '../report/results.ts';
import type { Effort } from './effort.ts';
import type { Callback, Subject } from './subjects.ts';

/** The measurements of write callbacks, of the whole pipeline and of dispatch(). */

/** Microseconds per value list. */
export function costs(passes: readonly Pass[], of: 'wall' | 'cpu'): Cost {
  return cost(passes.map((pass) => (pass[of] / pass.values) * 1e6));
}

interface Entry {
  readonly what: Timing['what'];
  readonly subject: Subject;
  readonly callback: Callback;
  readonly task: Task;
}

/** One collectd per entry and round; an entry's passes of all rounds count together. */
async function sideBySide(
  site: Site,
  rounds: number,
  entries: readonly Entry[],
): Promise<Timing[]> {
  const measured = entries.map((entry) => ({ ...entry, passes: [] as Pass[] }));
  for (let round = 1; round <= rounds; round++) {
    for (const { task, callback, passes } of measured)
      passes.push(...(await drive(site, task, callback)));
  }
  return measured.map(({ what, subject, task, passes }) => {
    const timing: Timing = {
      what,
      language: subject.language,
      threads: task.threads ?? 1,
      series: task.series ?? 1000,
      values: task.values,
      passes: passes.length,
      wall: costs(passes, 'wall'),
      cpu: costs(passes, 'cpu'),
    };
    announce(timing);
    return timing;
  });
}

function announce(timing: Timing): void {
  const { what, language, threads, series, wall, cpu } = timing;
  const where =
    what === 'write'
      ? `${threads} thread${threads > 1 ? 's' : ''}`
      : what === 'series'
        ? `${series}`
        : '';
  const figures = `${wall.median.toFixed(3)} µs (at best ${wall.min.toFixed(3)}), CPU ${cpu.median.toFixed(3)} µs`;
  console.log(`bench: ${what.padEnd(8)} ${language.padEnd(16)} ${where.padEnd(9)} ${figures}`);
}

export async function measureWrite(
  site: Site,
  subjects: readonly Subject[],
  effort: Effort,
): Promise<Timing[]> {
  const timings: Timing[] = [];
  for (const threads of [1, 5]) {
    const entries = subjects.map((subject): Entry => {
      const values = effort.writeValues(subject.language, threads);
      const task: Task = { mode: 'write', threads, values, warmup: 1, passes: effort.passes };
      return { what: 'write', subject, callback: subject.writer, task };
    });
    timings.push(...(await sideBySide(site, effort.rounds, entries)));
  }
  return timings;
}

export async function measurePipeline(
  site: Site,
  subjects: readonly Subject[],
  effort: Effort,
): Promise<Timing[]> {
  const task: Task = {
    mode: 'pipeline',
    values: effort.pipelineValues,
    warmup: 1,
    passes: effort.passes,
  };
  const entries = subjects.map(
    (subject): Entry => ({ what: 'pipeline', subject, callback: subject.writer, task }),
  );
  return sideBySide(site, effort.rounds, entries);
}

export async function measureDispatch(
  site: Site,
  subjects: readonly Subject[],
  effort: Effort,
): Promise<Timing[]> {
  const task: Task = {
    mode: 'dispatch',
    values: effort.dispatchValues,
    warmup: 1,
    passes: effort.dispatchPasses,
  };
  const entries = subjects.flatMap((subject): Entry[] =>
    subject.reader === undefined
      ? []
      : [{ what: 'dispatch', subject, callback: subject.reader, task }],
  );
  return sideBySide(site, effort.rounds, entries);
}

/** Only of interest where identifiers are remembered; C shows what making so many names costs. */
export async function measureSeries(
  site: Site,
  subjects: readonly Subject[],
  effort: Effort,
): Promise<Timing[]> {
  const compared = subjects.filter(
    ({ language }) => language === 'C' || language.startsWith('TypeScript'),
  );
  const entries = effort.series.flatMap((series) =>
    compared.map((subject): Entry => {
      // Each series once per pass at least: the warm-up has then met all of them.
      const values = Math.max(series, effort.writeValues(subject.language, 1));
      const task: Task = {
        mode: 'write',
        threads: 1,
        series,
        values,
        warmup: 1,
        passes: effort.seriesPasses,
      };
      return { what: 'series', subject, callback: subject.writer, task };
    }),
  );
  return sideBySide(site, effort.rounds, entries);
}
