/** collectd's value cache, as it is at present. */

import { checkFlags, checkOptions } from '../callbacks/callback-options.ts';
import {
  STATE_ERROR,
  STATE_MISSING,
  STATE_OKAY,
  STATE_UNKNOWN,
  STATE_WARNING,
} from '../contract/layout.generated.ts';
import { native } from '../contract/native.ts';
import { rangeError, typeError } from '../shared/errors.ts';
import { NONE } from '../shared/field-arguments.ts';
import type { Received } from '../types/index.ts';
import { checkedIdentifier, type Identifier } from '../values/identifier.ts';
import { type Meta, metaFromFlat } from '../values/meta.ts';

/** In what the threshold plugin found a value; `unknown` without a threshold. */
export type CacheState = 'unknown' | 'okay' | 'warning' | 'error' | 'missing';

const STATES = new Map<number, CacheState>([
  [STATE_UNKNOWN, 'unknown'],
  [STATE_OKAY, 'okay'],
  [STATE_WARNING, 'warning'],
  [STATE_ERROR, 'error'],
  [STATE_MISSING, 'missing'],
]);

const MOST_STEPS = 65536;

export interface CacheEntry {
  /** `host/plugin-instance/type-instance` */
  name: string;
  /** Seconds since 1970. */
  time: number;
  /** Seconds. */
  interval: number;
  /** One for each data source, as they were dispatched. */
  value: number[];
  /** The same for each second; NaN where there is none yet. */
  rate: number[];
}

/** Numbers, or with `bigint` exact bigints for integer sources. */
export interface CacheValueOptions<Exact extends boolean = boolean> {
  bigint?: Exact;
}

/**
 * What collectd knows of each value list that it has seen and that is not missing:
 * the latest values, their rates and so on. An identifier that the cache does not have
 * is undefined everywhere: it may come and go at any time.
 *
 * Every method takes an identifier (`host/plugin-instance/type-instance`) or an object
 * with its fields, such as a Values.
 *
 * @throws TypeError, and RangeError (ERR_COLLECTD_IDENTIFIER) for what is no identifier.
 * Source: utils_cache.h.
 */
export class Cache {
  /** All identifiers, in the order of their bytes. */
  names(): string[] {
    const names: string[] = [];
    const handle = native.cache_open();
    for (;;) {
      const part = native.cache_names(handle, names.length);
      if (part.length === 0) return names;
      for (const name of part) names.push(name);
    }
  }

  /** The latest values as they were dispatched, one for each data source. */
  value<Exact extends boolean = false>(
    identifier: Identifier,
    options?: CacheValueOptions<Exact>,
  ): Received<Exact>[] | undefined;
  value(
    identifier: Identifier,
    options: CacheValueOptions = NONE,
  ): (number | bigint)[] | undefined {
    checkOptions('cache.value', options, ['bigint']);
    checkFlags('cache.value', options, ['bigint']);
    const found = native.cache_value(checkedIdentifier('cache.value', identifier));
    return options.bigint === true ? found : found?.map(Number);
  }

  /**
   * The latest values per second, one for each data source; a gauge is as it is. NaN
   * where there is no rate yet, or where it is out of the data source's range.
   */
  rate(identifier: Identifier): number[] | undefined {
    return native.cache_rate(checkedIdentifier('cache.rate', identifier));
  }

  /** In what state the threshold plugin, or another one, put it. */
  state(identifier: Identifier): CacheState | undefined {
    const found = native.cache_state(checkedIdentifier('cache.state', identifier));
    return found === undefined ? undefined : (STATES.get(found) ?? 'unknown');
  }

  /** How often in a row it was out of its threshold, where that has `Hits`. */
  hits(identifier: Identifier): number | undefined {
    return native.cache_hits(checkedIdentifier('cache.hits', identifier));
  }

  /**
   * The latest `count` rates, the newest first, each an array with one number for each
   * data source; NaN where there is none. collectd keeps as many as were ever asked
   * for, from then on: the first answer has nothing but NaN.
   *
   * @param count - 1 to 65536. Ask for the longest history first: when it grows, the
   *   older part of the next answers has gaps.
   * @throws RangeError for another count, TypeError for what is no number.
   */
  history(identifier: Identifier, count: number): number[][] | undefined {
    if (typeof count !== 'number')
      throw typeError(
        'ERR_COLLECTD_INVALID_ARGUMENT',
        `cache.history: the count must be a number, not ${typeof count}`,
      );
    if (!Number.isInteger(count) || count < 1 || count > MOST_STEPS)
      throw rangeError(
        'ERR_COLLECTD_OUT_OF_RANGE',
        `cache.history: the count must be a whole number from 1 to ${MOST_STEPS}, not ${count}`,
      );
    const flat = native.cache_history(checkedIdentifier('cache.history', identifier), count);
    if (flat === undefined) return undefined;
    const sources = flat.length / count;
    return Array.from({ length: count }, (_, i) => flat.slice(i * sources, (i + 1) * sources));
  }

  /**
   * The meta data of the first list that came with this identifier, and what plugins
   * added to it in the cache. Where there is some, collectd looks for it from the first
   * identifier on: not for every value of a large cache.
   */
  meta(identifier: Identifier): Meta | undefined {
    const flat = native.cache_meta(checkedIdentifier('cache.meta', identifier));
    return flat === undefined ? undefined : metaFromFlat(flat);
  }

  /**
   * All entries that are there at the beginning, without those that go meanwhile; each
   * with the values that it has when its turn comes. No lock is held between them.
   */
  *[Symbol.iterator](): Generator<CacheEntry, void, undefined> {
    const handle = native.cache_open();
    for (let from = 0; ; ) {
      const part = native.cache_entries(handle, from);
      if (part.length === 0) return;
      from += part.length;
      for (const fields of part) {
        if (fields === undefined) continue;
        const [name, time, interval, value, rate] = fields;
        yield { name, time, interval, value: value.map(Number), rate };
      }
    }
  }
}

export const cache = new Cache();
