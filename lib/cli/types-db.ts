import { readFileSync } from 'node:fs';
import type { DataSourceType } from '../constants.ts';

/** Where Debian's collectd has its types. */
export const defaultTypesDb = '/usr/share/collectd/types.db';

/** Those without a types.db: the types that are named like what they hold. */
const simple: readonly DataSourceType[] = ['gauge', 'counter', 'derive', 'absolute'];

/**
 * The types of the values of each type, of one or more files; later ones replace earlier ones.
 *
 * @throws Error when a file cannot be read.
 * Source: types.db(5).
 */
export function readTypes(files: readonly string[]): Map<string, readonly DataSourceType[]> {
  const types = new Map<string, readonly DataSourceType[]>(simple.map((name) => [name, [name]]));
  for (const file of files) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const [name, ...sources] = line.trim().split(/[\s,]+/);
      if (!name || name.startsWith('#')) continue;
      const dstypes = sources.filter(Boolean).map(sourceType);
      if (dstypes.length > 0 && dstypes.every((type) => type !== undefined)) {
        types.set(name, dstypes as DataSourceType[]);
      }
    }
  }
  return types;
}

/** Of `value:GAUGE:0:U`. */
function sourceType(source: string): DataSourceType | undefined {
  const kind = source.split(':')[1]?.toLowerCase();
  return simple.find((name) => name === kind);
}
