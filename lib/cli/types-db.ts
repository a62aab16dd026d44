import { readFileSync } from 'node:fs';
import type { DataSets } from '../fake-collectd/index.ts';
import { DATA_SOURCE_TYPES, type DataSourceType } from '../shared/constants.ts';
import { type ParsedTypes, parseTypes } from './types/parse.ts';

/** Where Debian's collectd has its types. */
export const DEFAULT_TYPES_DB = '/usr/share/collectd/types.db';

/**
 * The data sources of each type, of one or more files; later ones replace earlier ones.
 *
 * @param warn - gets `file:line: message` of each line that is left out.
 * @throws Error when a file cannot be read.
 * Source: types.db(5).
 */
export function readDataSets(files: readonly string[], warn: (text: string) => void): DataSets {
  const parsed = parse(files, warn);
  return new Map(
    [...parsed].map(([type, sources]) => [
      type,
      sources.map(({ name, type, min, max }) => [name, DATA_SOURCE_TYPES.indexOf(type), min, max]),
    ]),
  );
}

/** The types of the values of each type: as {@link readDataSets}. */
export function readTypes(
  files: readonly string[],
  warn: (text: string) => void,
): Map<string, readonly DataSourceType[]> {
  const parsed = parse(files, warn);
  return new Map([...parsed].map(([type, sources]) => [type, sources.map(({ type }) => type)]));
}

function parse(files: readonly string[], warn: (text: string) => void): ParsedTypes {
  const types: ParsedTypes = new Map();
  // Those without a types.db: the types that are named like what they hold.
  for (const type of DATA_SOURCE_TYPES)
    types.set(type, [{ name: 'value', type, min: null, max: null }]);
  for (const file of files) {
    for (const trouble of parseTypes(readFileSync(file, 'utf8'), types)) warn(`${file}:${trouble}`);
  }
  return types;
}
