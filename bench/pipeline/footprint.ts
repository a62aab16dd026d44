import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Daemon, type Site } from '../daemon/daemon.ts';
import { cost, type Footprint, median, round } from '../report/results.ts';
import type { Effort } from './effort.ts';
import { nodejsBuilt, nodejsConfig } from './subjects.ts';

/** Memory and start time of collectd with so many TypeScript modules. */

interface Start {
  readonly ms: number;
  readonly rssKiB: number;
  readonly anonKiB: number;
  readonly node: string | undefined;
}

type Case = Pick<Footprint, 'modules' | 'cache'>;

const cases: readonly Case[] = [
  { modules: 'none', cache: 'none' },
  { modules: 0, cache: 'none' },
  { modules: 1, cache: 'cold' },
  { modules: 1, cache: 'cached' },
  { modules: 4, cache: 'cold' },
  { modules: 4, cache: 'cached' },
];

/** Copies, because a module is imported once; each is transpiled and cached by itself. */
function prepareModules(site: Site): { path: string; names: string[] } {
  const path = join(site.dir, 'modules');
  mkdirSync(path, { recursive: true });
  const names = [1, 2, 3, 4].map((number) => `bench_idle${number}`);
  const source = readFileSync(join(import.meta.dirname, '../modules/bench_idle.ts'), 'utf8');
  for (const [number, name] of names.entries()) {
    // Different content, or one entry of the cache would do for all.
    writeFileSync(join(path, `${name}.ts`), `${source}\n// ${number}\n`);
  }
  return { path, names };
}

function memory(pid: number): { rssKiB: number; anonKiB: number } {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const field = (name: string): number => {
    const [, kib] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(rollup) ?? [];
    if (kib === undefined) throw new Error(`smaps_rollup of ${pid} has no ${name}`);
    return Number(kib);
  };
  return { rssKiB: field('Rss'), anonKiB: field('Anonymous') };
}

async function start(site: Site, config: readonly string[], baseDir: string): Promise<Start> {
  const began = performance.now();
  const daemon = new Daemon(site, { interval: 10, config, baseDir });
  try {
    await daemon.logged('Initialization complete', 60);
    const ms = performance.now() - began;
    await sleep(4000); // within three seconds the plugin hands back what starting took
    const [, node] = /bench: node (v[\d.]+)/.exec(daemon.log) ?? [];
    return { ms, ...memory(daemon.pid), node };
  } finally {
    await daemon.stop();
  }
}

interface Footprints {
  readonly footprints: Footprint[];
  /** The version of Node inside collectd. */
  readonly node: string | undefined;
}

function summary(one: Case, starts: readonly Start[]): Footprint {
  const footprint: Footprint = {
    ...one,
    rssMiB: round(median(starts.map((s) => s.rssKiB)) / 1024, 1),
    anonymousMiB: round(median(starts.map((s) => s.anonKiB)) / 1024, 1),
    startMs: cost(
      starts.map((s) => s.ms),
      1,
    ),
  };
  const { modules, cache, rssMiB, anonymousMiB, startMs } = footprint;
  console.log(
    `bench: start    ${String(modules).padStart(4)} modules ${cache.padEnd(7)} ${startMs.median} ms, ` +
      `RSS ${rssMiB} MiB, of it anonymous ${anonymousMiB} MiB`,
  );
  return footprint;
}

export async function measureFootprint(site: Site, effort: Effort): Promise<Footprints> {
  const modules = prepareModules(site);
  const measured = cases
    .filter(({ modules }) => modules === 'none' || nodejsBuilt())
    .map((one, number) => ({ one, number, starts: [] as Start[] }));

  // The first start fills the cache and brings everything into the page cache; it does not count.
  for (let run = 0; run <= effort.starts; run++) {
    for (const { one, number, starts } of measured) {
      const baseDir = join(site.dir, `base${number}${one.cache === 'cold' ? `.${run}` : ''}`);
      const config = [
        'LoadPlugin cpu', // so that collectd has something to read, with and without us
        ...(one.modules === 'none'
          ? []
          : nodejsConfig(modules.path, modules.names.slice(0, one.modules))),
      ];
      const result = await start(site, config, baseDir);
      if (run > 0) starts.push(result);
    }
  }
  return {
    footprints: measured.map(({ one, starts }) => summary(one, starts)),
    node: measured.flatMap(({ starts }) => starts).find((s) => s.node !== undefined)?.node,
  };
}
