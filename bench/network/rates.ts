import { readFileSync } from 'node:fs';
import type { ValuesFields } from '../../lib/network/index.ts';
import { median, round } from '../report/results.ts';
import type { NetworkEffort } from './effort.ts';
import { readPackets, seriesPackets } from './packets.ts';
import { type Decode, loadPackages } from './peers.ts';
import { ours, type Rate } from './results.ts';
import { type Library, loadLibrary } from './subject.ts';

/** What runs in a process with nothing else in its heap: `node rates.mjs TASK`. */

export interface RatesTask {
  /** The built library, as a URL. */
  readonly library: string;
  /** Where the npm packages are. */
  readonly packages: string;
  /** Files of datagrams. */
  readonly real: string;
  readonly low: string;
  readonly effort: NetworkEffort;
}

/** What does one pass and says how many values it had. */
type Pass = () => number;

interface Entry {
  readonly what: Rate['what'];
  readonly who: string;
  readonly series?: number;
  readonly pass: Pass;
}

async function measureRates(task: RatesTask): Promise<Rate[]> {
  const library = await loadLibrary(task.library);
  const packages = loadPackages(task.packages);
  const real = readPackets(task.real);
  const entries: Entry[] = [
    ...decoders(library, packages, 'decode', real),
    ...decoders(library, packages, 'decode low', readPackets(task.low)),
    { what: 'encode', who: ours, pass: encoder(library, real) },
    ...task.effort.series.map((n) => ofSeries(library, n, false)),
    ...task.effort.series.slice(-1).map((n) => ofSeries(library, n, true)),
  ];
  return sideBySide(entries, task.effort);
}

function ofSeries(library: Library, series: number, unique: boolean): Entry {
  const packets = seriesPackets(library, series, unique);
  const what = unique ? 'unique' : 'series';
  return { what, who: ours, series, pass: () => decodeAll(library, packets) };
}

function decoders(
  library: Library,
  packages: ReadonlyMap<string, Decode>,
  what: Rate['what'],
  datagrams: readonly Buffer[],
): Entry[] {
  const others = [...packages].map(([who, decode]): Entry => {
    const pass = (): number => datagrams.reduce((sum, datagram) => sum + decode(datagram), 0);
    return { what, who, pass };
  });
  return [{ what, who: ours, pass: () => decodeAll(library, datagrams) }, ...others];
}

/** Reads what a consumer would. */
function decodeAll(library: Library, datagrams: readonly Buffer[]): number {
  let count = 0;
  for (const datagram of datagrams) {
    for (const item of library.decode(datagram).items) {
      if (item.kind === 'values' && item.host !== '') count += item.values.length;
    }
  }
  return count;
}

function encoder(library: Library, datagrams: readonly Buffer[]): Pass {
  // Copies: V8 learns from what survives where to allocate, and what is decoded should not.
  const items: ValuesFields[] = [];
  for (const datagram of datagrams) {
    for (const item of library.decode(datagram).items) {
      if (item.kind === 'values') items.push({ ...item, values: [...item.values] });
    }
  }
  return () => {
    const packets = new library.Encoder();
    let count = 0;
    let bytes = 0;
    for (const item of items) {
      bytes += packets.add(item)?.length ?? 0;
      count += item.values?.length ?? 0;
    }
    bytes += packets.flush()?.length ?? 0;
    if (bytes === 0) throw new Error('nothing was encoded');
    return count;
  };
}

/** Rounds alternate between the entries, so that a slow minute hits all of them. */
function sideBySide(entries: readonly Entry[], effort: NetworkEffort): Rate[] {
  const figures = entries.map((): number[] => []);
  // Warm, as a program that has run for a while.
  for (const { pass } of entries) measure(pass, effort.seconds);
  for (let n = 0; n < effort.rounds; n++) {
    for (const [index, { pass }] of entries.entries()) {
      figures[index]?.push(measure(pass, effort.seconds));
    }
  }
  return entries.map((entry, index) => summary(entry, figures[index] ?? []));
}

/**
 * Values per second of CPU time (the garbage collector's threads included), so that what
 * else the machine does counts less. As many passes as fit the time, and one at least.
 */
function measure(pass: Pass, seconds: number): number {
  const start = process.cpuUsage();
  const cpu = (): number => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
  let count = 0;
  do count += pass();
  while (cpu() < seconds);
  return count / cpu();
}

function summary(entry: Entry, figures: readonly number[]): Rate {
  const { what, who, series } = entry;
  const rate = {
    what,
    who,
    median: round(median(figures), 0),
    best: round(Math.max(...figures), 0),
  };
  return series === undefined ? rate : { ...rate, series };
}

const task = JSON.parse(readFileSync(String(process.argv[2]), 'utf8')) as RatesTask;
console.log(JSON.stringify(await measureRates(task)));
