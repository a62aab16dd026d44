/** The limits that collectd.conf has for the threshold plugin. */

import {
  UT_FLAG_INTERESTING,
  UT_FLAG_INVERT,
  UT_FLAG_PERCENTAGE,
  UT_FLAG_PERSIST,
  UT_FLAG_PERSIST_OK,
} from '../contract/layout.generated.ts';
import { native } from '../contract/native.ts';
import { checkText } from '../shared/text.ts';
import { checkedIdentifier, type Identifier } from '../values/identifier.ts';

/** The options of a `<Type>` block, and where it stands. */
export interface Threshold {
  /** The blocks around it; empty: any. */
  host: string;
  plugin: string;
  plugin_instance: string;
  type: string;
  type_instance: string;
  /** Empty: all of the type. */
  data_source: string;
  /** null: there is no such limit. */
  warning_min: number | null;
  warning_max: number | null;
  failure_min: number | null;
  failure_max: number | null;
  /** By how much a value must be back within a limit. */
  hysteresis: number;
  /** How often in a row a value must be out of its limits. */
  hits: number;
  invert: boolean;
  persist: boolean;
  persist_ok: boolean;
  /** The limits are in percent of the sum of all data sources. */
  percentage: boolean;
  /** Whether it is reported that values are missing. */
  interesting: boolean;
}

const limit = (number: number): number | null => (Number.isNaN(number) ? null : number);

/**
 * The threshold for an identifier, as the threshold plugin looks it up: the most
 * specific one. Undefined when there is none, or no threshold plugin.
 *
 * @param data_source - one that the type has; default: the first threshold there is.
 * @throws TypeError, and RangeError (ERR_COLLECTD_IDENTIFIER) for what is no identifier.
 * Source: utils_threshold.h, ut_search_threshold; collectd-threshold(5).
 */
export function threshold(identifier: Identifier, data_source = ''): Threshold | undefined {
  const name = checkedIdentifier('threshold', identifier);
  checkText(data_source, 'threshold: data_source');
  const fields = native.threshold(name, data_source);
  if (fields === undefined) return undefined;
  const [host, plugin, plugin_instance, type, type_instance, source, ...rest] = fields;
  const [warning_min, warning_max, failure_min, failure_max, hysteresis, hits, flags] = rest;
  return {
    host,
    plugin,
    plugin_instance,
    type,
    type_instance,
    data_source: source,
    warning_min: limit(warning_min),
    warning_max: limit(warning_max),
    failure_min: limit(failure_min),
    failure_max: limit(failure_max),
    hysteresis: limit(hysteresis) ?? 0,
    hits,
    invert: (flags & UT_FLAG_INVERT) !== 0,
    persist: (flags & UT_FLAG_PERSIST) !== 0,
    persist_ok: (flags & UT_FLAG_PERSIST_OK) !== 0,
    percentage: (flags & UT_FLAG_PERCENTAGE) !== 0,
    interesting: (flags & UT_FLAG_INTERESTING) !== 0,
  };
}
