import { join } from 'node:path';
import type { Site } from '../daemon/daemon.ts';
import { drive, type Pass, type Task } from '../daemon/driver.ts';
import { pluginDir } from '../daemon/peers.ts';
import { type Cost, type FilterTiming, round } from '../report/results.ts';
import type { Effort } from './effort.ts';
import { costs } from './measure.ts';
import { nodejsBuilt, nodejsConfig } from './subjects.ts';

/** What one match and one target cost: the pipeline with one of them, less the pipeline with none. */

interface Entry {
  readonly what: FilterTiming['what'];
  readonly language: FilterTiming['language'];
  readonly config: readonly string[];
  /** What the rule is made of. */
  readonly rule: readonly string[];
}

const stop = ['    Target "stop"'];

function entries(): Entry[] {
  const typescript = nodejsConfig(join(import.meta.dirname, '../modules'), ['bench_filter']);
  const load = (plugin: string): string[] => [`PluginDir "${pluginDir}"`, `LoadPlugin ${plugin}`];
  const all: Entry[] = [
    {
      what: 'match',
      language: 'C',
      config: load('match_regex'),
      rule: ['    <Match "regex">', '      Plugin "^never$"', '    </Match>', ...stop],
    },
    {
      what: 'match',
      language: 'TypeScript',
      config: typescript,
      rule: ['    <Match "nodejs">', '      Name "never"', '    </Match>', ...stop],
    },
    {
      what: 'target',
      language: 'C',
      config: load('target_replace'),
      rule: ['    <Target "replace">', '      Plugin "^c" "C"', '    </Target>'],
    },
    {
      what: 'target',
      language: 'TypeScript',
      config: typescript,
      rule: ['    <Target "nodejs">', '      Name "capital"', '    </Target>'],
    },
  ];
  return all.filter(({ language }) => language === 'C' || nodejsBuilt());
}

function configuration(site: Site, threads: number, entry?: Entry): string[] {
  const writer = [
    `PluginDir "${site.native}"`,
    'LoadPlugin bench_writer',
    `WriteThreads ${threads}`,
  ];
  if (entry === undefined) return writer;
  return [
    ...writer,
    ...entry.config,
    '<Chain "PreCache">',
    '  <Rule>',
    ...entry.rule,
    '  </Rule>',
    '</Chain>',
    'PreCacheChain "PreCache"',
  ];
}

function less(cost: Cost, base: Cost): Cost {
  return {
    median: round(cost.median - base.median, 4),
    min: round(cost.min - base.min, 4),
  };
}

export async function measureFilters(site: Site, effort: Effort): Promise<FilterTiming[]> {
  const timings: FilterTiming[] = [];
  for (const threads of [1, 5]) {
    const task: Task = {
      mode: 'pipeline',
      values: effort.filterValues,
      warmup: 1,
      passes: effort.passes,
    };
    const measured = [undefined, ...entries()].map((entry) => ({ entry, passes: [] as Pass[] }));
    for (let round = 1; round <= effort.rounds; round++)
      for (const { entry, passes } of measured) {
        const config = configuration(site, threads, entry);
        passes.push(...(await drive(site, task, { identifier: 'bench_writer', config })));
      }
    const [base, ...rest] = measured.map(({ entry, passes }) => ({
      entry,
      wall: costs(passes, 'wall'),
      cpu: costs(passes, 'cpu'),
    }));
    for (const { entry, wall, cpu } of rest) {
      if (entry === undefined || base === undefined) continue;
      const { what, language } = entry;
      const timing: FilterTiming = {
        what,
        language,
        threads,
        wall: less(wall, base.wall),
        cpu: less(cpu, base.cpu),
      };
      console.log(
        `bench: filter   ${`${what}, ${language}`.padEnd(26)} ${threads} write threads ` +
          `${timing.wall.median.toFixed(2)} µs, CPU ${timing.cpu.median.toFixed(2)} µs`,
      );
      timings.push(timing);
    }
  }
  return timings;
}
