import { carbon } from '../carbon/results.ts';
import { bestOther, lost, ours, rate } from '../network/results.ts';
import type { Footprint, Language, MetaTiming, Results, Timing } from './results.ts';

/** What the project promises, as ratios wherever that is possible, and whether a run kept it. */

export interface Target {
  readonly what: string;
  readonly limit: string;
  /** Undefined: not measured in this run. */
  readonly measured: string | undefined;
  readonly met: boolean | undefined;
}

interface Check {
  readonly what: string;
  readonly sign: '≥' | '≤';
  readonly limit: number;
  readonly unit: string;
  readonly digits: number;
  readonly measure: (results: Results) => number | undefined;
}

type Key = Pick<Timing, 'what' | 'language'> & Partial<Pick<Timing, 'threads' | 'series'>>;

export function timing(results: Results, key: Key): Timing | undefined {
  const { what, language, threads = 1, series = 1000 } = key;
  return results.timings.find(
    (t) =>
      t.what === what && t.language === language && t.threads === threads && t.series === series,
  );
}

function ratio(over: Timing | undefined, under: Timing | undefined): number | undefined {
  return over === undefined || under === undefined
    ? undefined
    : over.wall.median / under.wall.median;
}

/** How many times faster TypeScript's write callback is. */
function faster(than: Language, threads: number) {
  return (results: Results): number | undefined =>
    ratio(
      timing(results, { what: 'write', language: than, threads }),
      timing(results, { what: 'write', language: 'TypeScript', threads }),
    );
}

function against(what: Timing['what'], language: Language) {
  return (results: Results): number | undefined =>
    ratio(timing(results, { what, language: 'TypeScript' }), timing(results, { what, language }));
}

function moreSeries(series: number) {
  return (results: Results): number | undefined =>
    ratio(
      timing(results, { what: 'series', language: 'TypeScript', series }),
      timing(results, { what: 'series', language: 'TypeScript' }),
    );
}

function churn(results: Results): number | undefined {
  const measured = results.churn.find(({ language }) => language === 'TypeScript');
  if (measured === undefined) return undefined;
  const { first, most, last } = measured;
  // --quick stops long before anything is forgotten. The most counts: at the end of the
  // run garbage may just have been collected, or not.
  return last.identifiers < 1e7 ? undefined : most.rssMiB / first.rssMiB;
}

export function footprint(
  results: Results,
  modules: Footprint['modules'],
  cache: Footprint['cache'],
): Footprint | undefined {
  return results.footprints.find((f) => f.modules === modules && f.cache === cache);
}

function memory(cache: Footprint['cache']) {
  return (results: Results): number | undefined => footprint(results, 1, cache)?.rssMiB;
}

function memoryOfOneMore(results: Results): number | undefined {
  const one = footprint(results, 1, 'cached');
  const four = footprint(results, 4, 'cached');
  return one === undefined || four === undefined ? undefined : (four.rssMiB - one.rssMiB) / 3;
}

function timesWithMeta(results: Results, what: MetaTiming['what']): number | undefined {
  const found = results.meta?.find((m) => m.what === what && m.language === 'TypeScript');
  return found && found.with.wall.median / found.without.wall.median;
}

function startTime(results: Results): number | undefined {
  const with_ = footprint(results, 1, 'cached');
  const without = footprint(results, 'none', 'none');
  return with_ === undefined || without === undefined
    ? undefined
    : with_.startMs.median - without.startMs.median;
}

const write = 'write callback';

const checks: readonly Check[] = [
  {
    what: `${write}, 1 thread, times faster than Python`,
    sign: '≥',
    limit: 20,
    unit: '',
    digits: 1,
    measure: faster('Python', 1),
  },
  {
    what: `${write}, 1 thread, times faster than Lua`,
    sign: '≥',
    limit: 4,
    unit: '',
    digits: 1,
    measure: faster('Lua', 1),
  },
  {
    what: `${write}, 5 threads, times faster than Python`,
    sign: '≥',
    limit: 40,
    unit: '',
    digits: 1,
    measure: faster('Python', 5),
  },
  {
    what: `${write}, 100,000 series against 1,000`,
    sign: '≤',
    limit: 1.5,
    unit: '',
    digits: 2,
    measure: moreSeries(100_000),
  },
  {
    what: `${write}, 1,000,000 series against 1,000`,
    sign: '≤',
    limit: 2.5,
    unit: '',
    digits: 2,
    measure: moreSeries(1_000_000),
  },
  // The heap may grow by 10 % before its next collection, which then finds nothing to keep.
  {
    what: 'memory up to 10^7 distinct identifiers against 2^20',
    sign: '≤',
    limit: 1.1,
    unit: '',
    digits: 2,
    measure: churn,
  },
  {
    what: 'whole pipeline against a C write plugin',
    sign: '≤',
    limit: 1.3,
    unit: '',
    digits: 2,
    measure: against('pipeline', 'C'),
  },
  {
    what: '`dispatch()` against Python',
    sign: '≤',
    limit: 0.55,
    unit: '',
    digits: 2,
    measure: against('dispatch', 'Python'),
  },
  {
    what: '`dispatch()` against C',
    sign: '≤',
    limit: 1.6,
    unit: '',
    digits: 2,
    measure: against('dispatch', 'C'),
  },
  // Half of 1 % is what the median of a hundred passes may be off.
  {
    what: '`dispatch()` with the search for mistakes against without',
    sign: '≤',
    limit: 1.015,
    unit: '',
    digits: 3,
    measure: ({ checks }) => checks && checks.with.median / checks.without.median,
  },
  {
    what: '`dispatch()` with meta data against without',
    sign: '≤',
    limit: 2,
    unit: '',
    digits: 2,
    measure: (results) => timesWithMeta(results, 'dispatch'),
  },
  {
    what: 'whole pipeline with meta data against without',
    sign: '≤',
    limit: 2,
    unit: '',
    digits: 2,
    measure: (results) => timesWithMeta(results, 'pipeline'),
  },
  {
    what: 'memory (RSS), one module, cold',
    sign: '≤',
    limit: 65,
    unit: ' MiB',
    digits: 1,
    measure: memory('cold'),
  },
  {
    what: 'memory (RSS), one module, from the cache',
    sign: '≤',
    limit: 52,
    unit: ' MiB',
    digits: 1,
    measure: memory('cached'),
  },
  {
    what: 'memory (RSS), each further worker',
    sign: '≤',
    limit: 10,
    unit: ' MiB',
    digits: 1,
    measure: memoryOfOneMore,
  },
  {
    what: 'start, one cached module against none',
    sign: '≤',
    limit: 250,
    unit: ' ms more',
    digits: 0,
    measure: startTime,
  },
  {
    what: 'network: decoding, million values per second',
    sign: '≥',
    limit: 1.5,
    unit: '',
    digits: 2,
    measure: ({ network }) => millions(rate(network, 'decode')),
  },
  {
    what: 'network: decoding, times faster than a Reader in Python',
    sign: '≥',
    limit: 20,
    unit: '',
    digits: 1,
    measure: ({ network }) =>
      quotient(rate(network, 'decode low'), rate(network, 'decode low', 'Python')),
  },
  {
    what: 'network: decoding, times faster than the fastest npm package',
    sign: '≥',
    limit: 1,
    unit: '',
    digits: 1,
    measure: ({ network }) => quotient(rate(network, 'decode'), bestOther(network, 'decode')),
  },
  {
    what: 'network: encoding, million values per second',
    sign: '≥',
    limit: 1,
    unit: '',
    digits: 2,
    measure: ({ network }) => millions(rate(network, 'encode')),
  },
  {
    what: 'network: cost of a value with 1,000,000 series against 1,000',
    sign: '≤',
    limit: 1.5,
    unit: '',
    digits: 2,
    measure: ({ network }) =>
      quotient(rate(network, 'series', ours, 1000), rate(network, 'series', ours, 1_000_000)),
  },
  {
    what: 'network: lost by a Reader beyond what a collectd server loses',
    sign: '≤',
    limit: 0,
    unit: ' %',
    digits: 1,
    measure: ({ network }) => {
      const own = lost(network, ours);
      const theirs = lost(network, 'collectd');
      return own === undefined || theirs === undefined
        ? undefined
        : Math.max(0, own - theirs) * 100;
    },
  },
  {
    what: 'carbon_writer: from `dispatch` to the socket, times faster than Python',
    sign: '≥',
    limit: 10,
    unit: '',
    digits: 1,
    measure: (results) =>
      quotient(
        carbon(results.carbon, 'Python')?.wall.median,
        carbon(results.carbon, 'TypeScript')?.wall.median,
      ),
  },
  {
    what: 'carbon_writer: from the write thread to the socket, times faster than Python',
    sign: '≥',
    limit: 10,
    unit: '',
    digits: 1,
    measure: (results) =>
      quotient(
        carbon(results.carbon, 'Python', 'write')?.wall.median,
        carbon(results.carbon, 'TypeScript', 'write')?.wall.median,
      ),
  },
  {
    what: 'carbon_writer: CPU time of a value against write_graphite',
    sign: '≤',
    limit: 1.5,
    unit: '',
    digits: 2,
    measure: (results) =>
      quotient(
        carbon(results.carbon, 'TypeScript')?.cpu.median,
        carbon(results.carbon, 'write_graphite')?.cpu.median,
      ),
  },
];

const millions = (number: number | undefined): number | undefined =>
  number === undefined ? undefined : number / 1e6;

function quotient(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a / b;
}

export function targets(results: Results): Target[] {
  return checks.map(({ what, sign, limit, unit, digits, measure }): Target => {
    const number = measure(results);
    return {
      what,
      limit: `${sign} ${limit}${unit}`,
      measured: number === undefined ? undefined : `${number.toFixed(digits)}${unit}`,
      met: number === undefined ? undefined : sign === '≤' ? number <= limit : number >= limit,
    };
  });
}
