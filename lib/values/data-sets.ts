import { DS_COUNTER, DS_DERIVE } from '../contract/layout.generated.ts';
import { type DataSourceFields, native } from '../contract/native.ts';
import { DATA_SOURCE_TYPES, type DataSourceType, DS_TYPE_GAUGE } from '../shared/constants.ts';
import { typeError } from '../shared/errors.ts';
import { append, freeze, listOf, SafeMap } from '../shared/primordials.ts';
import { checkText } from '../shared/text.ts';
import type { DataSource } from '../types/data-source.ts';
import type { CheckedType, DataSetOf } from '../types/index.ts';
import { meantType } from './type-names.ts';

/** collectd's number for a data source type. */
export function dataSourceTypeNumber(type: unknown): number | undefined {
  const number = DATA_SOURCE_TYPES.indexOf(type as DataSourceType);
  return number === -1 ? undefined : number;
}

export interface DataSet {
  readonly sources: readonly DataSource[];
  /** DS_* for each source. */
  readonly types: readonly number[];
  /** Which of the sources only rise. */
  readonly counters: readonly number[];
}

// Data sets do not change once collectd's threads run.
const known = new SafeMap<string, DataSet>();

function sourceOf(fields: DataSourceFields): DataSource {
  const type = DATA_SOURCE_TYPES[fields[1]] ?? DS_TYPE_GAUGE;
  return freeze({ name: fields[0], type, min: fields[2], max: fields[3] });
}

function suggested(type: string): string {
  const used: string[] = [];
  known.forEach((_, name) => {
    append(used, name);
  });
  const meant = meantType(type, used);
  return meant === '' ? '' : `.${meant}`;
}

/** A DERIVE whose rate may be negative is something that also falls. */
function onlyRises(source: DataSourceFields): boolean {
  const type = source[1];
  const min = source[2];
  return type === DS_COUNTER || (type === DS_DERIVE && min !== null && min >= 0);
}

export function dataSetOf(type: string): DataSet {
  const cached = known.get(type);
  if (cached !== undefined) return cached;
  checkText(type, 'type');
  if (type === '') throw typeError('ERR_COLLECTD_UNKNOWN_TYPE', 'the name of the type is empty');
  const found = native.data_set(type);
  if (found === undefined)
    throw typeError('ERR_COLLECTD_UNKNOWN_TYPE', `Dataset ${type} not found${suggested(type)}`);
  const counters: number[] = [];
  for (let i = 0; i < found.length; i++)
    if (onlyRises(found[i] as DataSourceFields)) append(counters, i);
  const set: DataSet = {
    sources: freeze(listOf(found.length, (i) => sourceOf(found[i] as DataSourceFields))),
    types: listOf(found.length, (i) => (found[i] as DataSourceFields)[1]),
    counters,
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
  checkText(name, 'get_dataset: the type');
  const sources: readonly DataSource[] = dataSetOf(name).sources.map((source) => ({ ...source }));
  return sources as DataSetOf<T>;
}
