import { native } from '../contract/native.ts';
import { DATA_SOURCE_TYPES, type DataSourceType, DS_TYPE_GAUGE } from '../shared/constants.ts';
import { typeError } from '../shared/errors.ts';
import { checkText } from '../shared/text.ts';
import type { DataSource } from '../types/data-source.ts';
import type { CheckedType, DataSetOf } from '../types/index.ts';

/** collectd's number for a data source type. */
export function dataSourceTypeNumber(type: unknown): number | undefined {
  const number = DATA_SOURCE_TYPES.indexOf(type as DataSourceType);
  return number === -1 ? undefined : number;
}

export interface DataSet {
  readonly sources: readonly DataSource[];
  /** DS_* for each source. */
  readonly types: readonly number[];
}

// Data sets do not change once collectd's threads run.
const known = new Map<string, DataSet>();

export function dataSetOf(type: string): DataSet {
  const cached = known.get(type);
  if (cached !== undefined) return cached;
  checkText(type, 'type');
  const found = native.data_set(type);
  if (found === undefined)
    throw typeError('ERR_COLLECTD_UNKNOWN_TYPE', `Dataset ${type} not found`);
  const set: DataSet = {
    sources: Object.freeze(
      found.map(([name, number, min, max]) =>
        Object.freeze({ name, type: DATA_SOURCE_TYPES[number] ?? DS_TYPE_GAUGE, min, max }),
      ),
    ),
    types: found.map(([, number]) => number),
  };
  known.set(type, set);
  return set;
}

/**
 * The data sources of a type: those that the compiler knows as a tuple with their names and types.
 *
 * @throws TypeError (ERR_COLLECTD_UNKNOWN_TYPE) when no types.db has it.
 * Source: collectd-python(5), get_dataset.
 */
export function get_dataset<T extends string>(name: CheckedType<T>): DataSetOf<T> {
  const sources: readonly DataSource[] = dataSetOf(name).sources.map((source) => ({ ...source }));
  return sources as DataSetOf<T>;
}
