/** The latest of each value list, and its rates: what utils_cache.c knows in the daemon. */

import { CACHE_PART, DS_COUNTER, DS_DERIVE, DS_GAUGE } from '../contract/layout.generated.ts';
import type { CacheEntryFields, CacheNamesHandle, FlatMeta, Native } from '../contract/native.ts';
import { identifierOf } from '../values/identifier.ts';
import type { ValueList } from './output.ts';

interface Entry {
  list: ValueList;
  rates: number[];
  /** Of the first list. */
  readonly meta: FlatMeta;
  /** Rates, the latest first. */
  readonly history: number[][];
  /** How many of them somebody has asked for. */
  asked: number;
}

export class Cache {
  readonly #entries = new Map<string, Entry>();

  /** @param types - collectd's numbers of the data sources. Returns the rates. */
  put(list: ValueList, types: readonly number[]): number[] {
    const name = identifierOf(list);
    const last = this.#entries.get(name);
    const rates = list.values.map((value, index) =>
      rateOf(value, types[index] ?? DS_GAUGE, list.time, last?.list, index),
    );
    if (last === undefined) {
      this.#entries.set(name, { list, rates, meta: list.meta, history: [], asked: 0 });
      return rates;
    }
    last.list = list;
    last.rates = rates;
    last.history.unshift(rates);
    last.history.length = Math.min(last.history.length, last.asked);
    return rates;
  }

  has(list: ValueList): boolean {
    return this.#entries.has(identifierOf(list));
  }

  value(name: string): (number | bigint)[] | undefined {
    const values = this.#entries.get(name)?.list.values;
    return values === undefined ? undefined : [...values];
  }

  rate(name: string): number[] | undefined {
    return this.#entries.get(name)?.rates;
  }

  meta(name: string): FlatMeta | undefined {
    return this.#entries.get(name)?.meta;
  }

  /** 0 where there is an entry, as without the threshold plugin; undefined where there is none. */
  zero(name: string): number | undefined {
    return this.#entries.has(name) ? 0 : undefined;
  }

  history(name: string, steps: number): number[] | undefined {
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    entry.asked = Math.max(entry.asked, steps);
    const none = entry.rates.map(() => Number.NaN);
    return Array.from({ length: steps }, (_, index) => entry.history[index] ?? none).flat();
  }

  open(): CacheNamesHandle {
    const names = [...this.#entries.keys()].sort((a, b) =>
      Buffer.compare(Buffer.from(a), Buffer.from(b)),
    );
    // The library only hands it back.
    return names as unknown as CacheNamesHandle;
  }

  names(handle: CacheNamesHandle, from: number): string[] {
    return (handle as unknown as string[]).slice(from, from + CACHE_PART);
  }

  entries(handle: CacheNamesHandle, from: number): (CacheEntryFields | undefined)[] {
    return this.names(handle, from).map((name) => {
      const entry = this.#entries.get(name);
      if (entry === undefined) return undefined;
      const { list, rates } = entry;
      return [name, list.time, list.interval, [...list.values], rates];
    });
  }
}

export function cacheFunctions(cache: Cache): Pick<Native, `cache_${CacheQuestion}` | 'threshold'> {
  return {
    cache_value: (name) => cache.value(name),
    cache_rate: (name) => cache.rate(name),
    cache_state: (name) => cache.zero(name),
    cache_hits: (name) => cache.zero(name),
    cache_history: (name, steps) => cache.history(name, steps),
    cache_meta: (name) => cache.meta(name),
    // Whatever was dispatched is in it at once.
    cache_newest: () => 0,
    cache_open: () => cache.open(),
    cache_names: (names, from) => cache.names(names, from),
    cache_entries: (names, from) => cache.entries(names, from),
    threshold: () => undefined,
  };
}

type CacheQuestion =
  | 'value'
  | 'rate'
  | 'state'
  | 'hits'
  | 'history'
  | 'meta'
  | 'newest'
  | 'open'
  | 'names'
  | 'entries';

function rateOf(
  value: number | bigint,
  type: number,
  time: number,
  last: ValueList | undefined,
  index: number,
): number {
  if (type === DS_GAUGE) return Number(value);
  const before = last?.values[index];
  const seconds = time - (last?.time ?? Number.NaN);
  if (typeof value !== 'bigint' || typeof before !== 'bigint' || !(seconds > 0)) return Number.NaN;
  if (type === DS_COUNTER) return Number(passed(before, value)) / seconds;
  return Number(type === DS_DERIVE ? value - before : value) / seconds;
}

/** A counter that got smaller has wrapped around, of 32 bits if it fitted them. */
function passed(before: bigint, value: bigint): bigint {
  if (value >= before) return value - before;
  const size = before < 2n ** 32n ? 2n ** 32n : 2n ** 64n;
  return size - before + value;
}
