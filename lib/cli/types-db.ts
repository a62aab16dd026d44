import { readFileSync } from 'node:fs';
import type { DataSourceType } from '../constants.ts';
import type { DataSets } from '../standin/index.ts';

/** Where Debian's collectd has its types. */
export const defaultTypesDb = '/usr/share/collectd/types.db';

/** Those without a types.db: the types that are named like what they hold. */
const simple: readonly DataSourceType[] = ['gauge', 'counter', 'derive', 'absolute'];

/** collectd's numbers for them (plugin.h). */
const numbers: Readonly<Record<DataSourceType, number>> = {
  counter: 0,
  gauge: 1,
  derive: 2,
  absolute: 3,
};

/**
 * The data sources of each type, of one or more files; later ones replace earlier ones.
 *
 * @throws Error when a file cannot be read.
 * Source: types.db(5).
 */
export function readDataSets(files: readonly string[]): DataSets {
  const sets = new Map<string, DataSource[]>();
  for (const name of simple) sets.set(name, [['value', numbers[name], null, null]]);
  for (const file of files) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const [name, ...sources] = line.trim().split(/[\s,]+/);
      if (!name || name.startsWith('#')) continue;
      const set = sources.filter(Boolean).map(dataSource);
      if (set.length > 0 && set.every((source) => source !== undefined)) sets.set(name, set);
    }
  }
  return sets;
}

/** The types of the values of each type: as {@link readDataSets}. */
export function readTypes(files: readonly string[]): Map<string, readonly DataSourceType[]> {
  const name = (number: number): DataSourceType =>
    simple.find((one) => numbers[one] === number) ?? 'gauge';
  return new Map(
    [...readDataSets(files)].map(([type, set]) => [type, set.map(([, number]) => name(number))]),
  );
}

type DataSource = [name: string, type: number, min: number | null, max: number | null];

/** Of `value:GAUGE:0:U`. */
function dataSource(source: string): DataSource | undefined {
  const [name = '', kind = '', min = 'U', max = 'U'] = source.split(':');
  const type = simple.find((one) => one === kind.toLowerCase());
  return type === undefined ? undefined : [name, numbers[type], limit(min), limit(max)];
}

const limit = (text: string): number | null => (/^u$/i.test(text) ? null : Number(text));
