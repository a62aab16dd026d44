import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measureCarbon } from './carbon/measure.ts';
import { buildNative } from './daemon/build.ts';
import { createSite, type Site } from './daemon/daemon.ts';
import { describeMachine } from './daemon/machine.ts';
import { installPeers } from './daemon/peers.ts';
import { measureNetwork } from './network/measure.ts';
import { measureChecks } from './pipeline/checks.ts';
import { measureChurn } from './pipeline/churn.ts';
import { type Effort, fullEffort, quickEffort } from './pipeline/effort.ts';
import { measureFilters } from './pipeline/filter.ts';
import { measureFootprint } from './pipeline/footprint.ts';
import {
  measureDispatch,
  measurePipeline,
  measureSeries,
  measureWrite,
} from './pipeline/measure.ts';
import { measureMeta } from './pipeline/meta.ts';
import { nodejsBuilt, nodejsDir, subjects } from './pipeline/subjects.ts';
import type { Results, Timing } from './report/results.ts';
import { render, renderFigures, replaceSection } from './report/table.ts';
import { targets } from './report/targets.ts';

const usage = `npm run bench -- [options]
  --quick            small numbers, to see that everything works
  --only a,b         of: write, pipeline, dispatch, series, churn, start, filter, meta, checks, network, carbon
  --output file      where the results go as JSON (a complete run: bench/results.json, docs/benchmarks.md and the README)
  --check            end with status 1 when a target was not met`;

const kinds = [
  'write',
  'pipeline',
  'dispatch',
  'series',
  'churn',
  'start',
  'filter',
  'meta',
  'checks',
  'network',
  'carbon',
] as const;
type Kind = (typeof kinds)[number];

const resultsFile = join(import.meta.dirname, 'results.json');
/** Where the results are shown, and what of them. */
const pages = [
  { file: resolve(import.meta.dirname, '../docs/benchmarks.md'), show: render },
  { file: resolve(import.meta.dirname, '../README.md'), show: renderFigures },
];

async function measure(site: Site, chosen: ReadonlySet<Kind>, effort: Effort): Promise<Results> {
  const all = subjects(site);
  const timings: Timing[] = [];
  if (chosen.has('write')) timings.push(...(await measureWrite(site, all, effort)));
  if (chosen.has('pipeline')) timings.push(...(await measurePipeline(site, all, effort)));
  if (chosen.has('dispatch')) timings.push(...(await measureDispatch(site, all, effort)));
  if (chosen.has('series')) timings.push(...(await measureSeries(site, all, effort)));
  const churn = chosen.has('churn') ? await measureChurn(site, all, effort) : [];
  const start = chosen.has('start') ? await measureFootprint(site, effort) : undefined;
  const footprints = start?.footprints ?? [];
  const filters = chosen.has('filter') ? await measureFilters(site, effort) : undefined;
  const meta = chosen.has('meta') ? await measureMeta(site, all, effort) : undefined;
  const checks = chosen.has('checks') ? await measureChecks(site, effort) : undefined;
  const network = chosen.has('network') ? await measureNetwork(site, effort.network) : undefined;
  const carbon = chosen.has('carbon') ? await measureCarbon(site, effort.carbon) : undefined;
  const results = { machine: describeMachine(start?.node), timings, churn, footprints };
  return {
    ...results,
    ...(filters !== undefined && { filters }),
    ...(meta !== undefined && { meta }),
    ...(checks !== undefined && { checks }),
    ...(network !== undefined && { network }),
    ...(carbon !== undefined && { carbon }),
  };
}

function store(results: Results): void {
  writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`bench: wrote ${resultsFile}`);
  for (const { file, show } of pages) {
    writeFileSync(file, replaceSection(readFileSync(file, 'utf8'), show(results)));
    console.log(`bench: wrote the figures in ${file}`);
  }
}

function chosenKinds(only: string | undefined): Set<Kind> {
  if (only === undefined) return new Set(kinds);
  return new Set(
    only.split(',').map((name) => {
      const kind = kinds.find((candidate) => candidate === name);
      if (kind === undefined) throw new Error(`"${name}" is none of ${kinds.join(', ')}\n${usage}`);
      return kind;
    }),
  );
}

async function main(): Promise<void> {
  const { values: options } = parseArgs({
    // vite-node hands on the "--" that ends its own options.
    args: process.argv.slice(2).filter((arg) => arg !== '--'),
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      output: { type: 'string' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (options.help) {
    console.log(usage);
    return;
  }
  const chosen = chosenKinds(options.only);
  installPeers();
  if (!nodejsBuilt())
    console.log(
      `bench: no TypeScript: ${nodejsDir}/nodejs.so is missing, "npm run build" makes it`,
    );

  warnIfBusy();

  const site = createSite();
  // Ctrl-C reaches the collectd of the moment as well.
  process.once('SIGINT', () => {
    rmSync(site.dir, { recursive: true, force: true });
    process.exit(130);
  });
  try {
    buildNative(site.native);
    const results = await measure(site, chosen, options.quick ? quickEffort : fullEffort);
    console.log(`\n${render(results)}\n`);
    if (options.output !== undefined)
      writeFileSync(options.output, `${JSON.stringify(results, null, 2)}\n`);
    // Only figures taken together may stand together.
    const complete = !options.quick && options.only === undefined && nodejsBuilt();
    if (complete) store(results);
    if (options.check && targets(results).some(({ met }) => met === false)) process.exitCode = 1;
  } finally {
    rmSync(site.dir, { recursive: true, force: true });
  }
}

function warnIfBusy(): void {
  const [load = 0] = loadavg();
  if (load > 0.5)
    console.log(`bench: the machine is busy (load ${load.toFixed(2)}); figures will not be steady`);
}

try {
  await main();
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
