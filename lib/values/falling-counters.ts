/**
 * Counters that fall again and again: somebody dispatches the rate, which collectd computes itself. Of
 * what it computes then, half is negative or an overflow.
 */
import { noteMistake } from '../log/mistake.ts';
import { SafeMap, toNumber } from '../shared/primordials.ts';
import { dataSetOf } from './data-sets.ts';

/** Series of a worker that are watched, the first ones. */
const MOST_WATCHED = 256;
/** A device that is started again, or a counter that wraps, falls once. */
const MANY = 4;
const LOOKS = 10;

interface Watched {
  looks: number;
  falls: number;
  last: number;
}

const watched = new SafeMap<string, Watched>();

export interface CounterSample {
  /** Whose list it is, but for the type. */
  readonly series: string;
  readonly type: string;
  readonly values: readonly (number | bigint)[];
}

export function watchCounters({ series, type, values }: CounterSample): void {
  const { counters } = dataSetOf(type);
  for (let i = 0; i < counters.length; i++) {
    const index = counters[i] as number;
    const key = `${series}\0${type}\0${index}`;
    const value = toNumber(values[index] as number | bigint);
    const before = watched.get(key);
    if (before !== undefined) look(before, value, type, index);
    else if (watched.size < MOST_WATCHED) watched.set(key, { looks: 1, falls: 0, last: value });
  }
}

function look(one: Watched, value: number, type: string, index: number): void {
  if (value < one.last) one.falls++;
  one.last = value;
  if (++one.looks < LOOKS) return;
  const { falls } = one;
  one.looks = 0;
  one.falls = 0;
  if (falls >= MANY)
    noteMistake('rate of a counter', () => {
      return `values[${index}] of type ${type} fell ${falls} times in ${LOOKS} lists, but it is a counter, of which collectd computes the rate; dispatch the total, or use a type with a GAUGE`;
    });
}
