import { carbonTable } from '../carbon/table.ts';
import { networkTable } from '../network/table.ts';
import {
  type Churn,
  type FilterTiming,
  type Footprint,
  type Language,
  languages,
  type MetaTiming,
  type Results,
  type Timing,
} from './results.ts';
import { targets, timing } from './targets.ts';

/** Makes the tables of docs/benchmarks.md, and the figures of the README, from the results of a run. The same results always give the same text. */

export const beginMarker = '<!-- bench:begin -->';
export const endMarker = '<!-- bench:end -->';

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [row(head), row(rule), ...rows.map(row)].join('\n');
}

function targetTable(results: Results): string {
  const rows = targets(results).map(({ what, limit, measured, met }) => [
    what,
    limit,
    measured ?? '–',
    met === undefined ? 'not measured' : met ? 'met' : '**not met**',
  ]);
  return table(['', 'target', 'measured', ''], rows);
}

const micros = (number: number): string => number.toFixed(number < 10 ? 2 : 1);

/** Wall and CPU time of one figure. */
function pair(timing: Pick<Timing, 'wall' | 'cpu'> | undefined): string[] {
  return timing === undefined ? ['', ''] : [micros(timing.wall.median), micros(timing.cpu.median)];
}

function comparison(results: Results): string {
  const rows = languages
    .map((language) => [
      language,
      ...pair(timing(results, { what: 'write', language })),
      ...pair(timing(results, { what: 'write', language, threads: 5 })),
      ...pair(timing(results, { what: 'pipeline', language })),
      ...pair(timing(results, { what: 'dispatch', language })),
    ])
    .filter((cells) => cells.slice(1).some((cell) => cell !== ''));
  const head = ['µs per value list', 'write, 1 thread', 'CPU', '5 threads', 'CPU'];
  return table([...head, 'pipeline', 'CPU', '`dispatch()`', 'CPU'], rows);
}

function seriesTable(results: Results): string {
  const rows = results.timings
    .filter(({ what }) => what === 'series')
    .sort(
      (a, b) =>
        languages.indexOf(a.language) - languages.indexOf(b.language) || a.series - b.series,
    )
    .map((t) => [`${t.language}, ${count(t.series)} series`, ...pair(t)]);
  const churn = results.churn.map((c) => [`${c.language}, every identifier new`, ...pair(c)]);
  return table(['µs per value list', 'write, 1 thread', 'CPU'], [...rows, ...churn]);
}

const count = (number: number): string => number.toLocaleString('en');

function churnMemory({ language, first, most, last }: Churn): string {
  return (
    `${language}, memory while every identifier is new: ${first.rssMiB} MiB after ${count(first.identifiers)}, ` +
    `at most ${most.rssMiB} and at last ${last.rssMiB} MiB up to ${count(last.identifiers)}.`
  );
}

function footprintTable(footprints: readonly Footprint[]): string {
  const rows = footprints.map(({ modules, cache, rssMiB, anonymousMiB, startMs }) => [
    footprintName(modules, cache),
    rssMiB.toFixed(1),
    anonymousMiB.toFixed(1),
    startMs.median.toFixed(0),
  ]);
  return table(['', 'RSS, MiB', 'anonymous, MiB', 'start, ms'], rows);
}

function footprintName(modules: Footprint['modules'], cache: Footprint['cache']): string {
  if (modules === 'none') return 'collectd without nodejs';
  if (modules === 0) return 'nodejs, no module';
  const origin = cache === 'cold' ? 'transpiled at this start' : 'transpiled before';
  return `${modules} module${modules > 1 ? 's' : ''}, ${origin}`;
}

function machineLine({ machine }: Results): string {
  const { cpu, cores, kernel, system, collectd, node, date } = machine;
  return `${date}: ${cpu}, ${cores} cores, ${system}, Linux ${kernel}, collectd ${collectd}, libnode ${node}. Medians.`;
}

function filterTable(filters: readonly FilterTiming[]): string {
  const one = filters.filter(({ threads }) => threads === 1);
  const rows = one.map(({ what, language, wall, cpu }) => {
    const five = filters.find((f) => f.what === what && f.language === language && f.threads === 5);
    return [`${what}, ${language}`, ...pair({ wall, cpu }), ...pair(five)];
  });
  const head = ['µs for one filter and value list', '1 write thread', 'CPU', '5 threads', 'CPU'];
  return table(head, rows);
}

function metaTable(timings: readonly MetaTiming[]): string {
  const cells = (what: MetaTiming['what'], language: Language): string[] => {
    const found = timings.find((t) => t.what === what && t.language === language);
    if (found === undefined) return ['', '', ''];
    const { without, with: with_ } = found;
    const times = (with_.wall.median / without.wall.median).toFixed(2);
    return [micros(without.wall.median), micros(with_.wall.median), times];
  };
  const rows = languages
    .filter((language) => timings.some((t) => t.language === language))
    .map((language) => [language, ...cells('dispatch', language), ...cells('pipeline', language)]);
  const head = ['`dispatch()`', 'with meta data', 'times', 'pipeline', 'with meta data', 'times'];
  return table(['µs per value list', ...head], rows);
}

export function render(results: Results): string {
  const parts = [
    machineLine(results),
    targetTable(results),
    comparison(results),
    seriesTable(results),
  ];
  parts.push(...results.churn.filter(({ language }) => language !== 'C').map(churnMemory));
  parts.push(footprintTable(results.footprints));
  if (results.filters !== undefined) parts.push(filterTable(results.filters));
  if (results.meta !== undefined) parts.push(metaTable(results.meta));
  if (results.network !== undefined) parts.push(networkTable(results.network));
  if (results.carbon !== undefined) parts.push(carbonTable(results.carbon));
  return parts.join('\n\n');
}

/** Of the README: what it says, and the figure that `targets` has for it. */
const figures: readonly (readonly [says: string, of: string])[] = [
  [
    'A write callback, times faster than in Python',
    'write callback, 1 thread, times faster than Python',
  ],
  ['The same with five write threads', 'write callback, 5 threads, times faster than Python'],
  [
    'From `dispatch()` to the callback, against a writer in C',
    'whole pipeline against a C write plugin',
  ],
  ['Memory (RSS) of collectd with one module', 'memory (RSS), one module, from the cache'],
  ['Start of collectd with one module', 'start, one cached module against none'],
];

export function renderFigures(results: Results): string {
  const all = targets(results);
  const measured = (of: string) => all.find(({ what }) => what === of)?.measured ?? 'not measured';
  const rows = figures.map(([says, of]) => [says, measured(of)]);
  return `${table(['', 'measured'], rows)}\n\n${machineLine(results)}`;
}

/** What stands between the markers, or undefined where there are none. */
export function section(text: string): string | undefined {
  const begin = text.indexOf(beginMarker);
  const end = text.indexOf(endMarker);
  return begin < 0 || end < begin ? undefined : text.slice(begin + beginMarker.length, end).trim();
}

export function replaceSection(text: string, content: string): string {
  const old = section(text);
  if (old === undefined) throw new Error(`no ${beginMarker} … ${endMarker}`);
  const begin = text.indexOf(beginMarker) + beginMarker.length;
  return `${text.slice(0, begin)}\n${content}\n${text.slice(text.indexOf(endMarker))}`;
}
