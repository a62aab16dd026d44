// Files in the form of types.db(5).
import { readFileSync } from 'node:fs';
import type { DataSource } from 'collectd';
import { log } from '../log.ts';

const KINDS: ReadonlyMap<string, DataSource['type']> = new Map(
  (['counter', 'gauge', 'derive', 'absolute'] as const).map((kind) => [kind.toUpperCase(), kind]),
);

/**
 * Later definitions of a type replace earlier ones. A line that cannot be understood is named in the log, and
 * its type is not known.
 *
 * @throws Error when a file cannot be read.
 */
export function readTypesDb(files: readonly string[]): Map<string, readonly DataSource[]> {
  const types = new Map<string, readonly DataSource[]>();
  for (const file of files) {
    for (const [index, line] of read(file).split('\n').entries()) {
      const [name, ...fields] = line.trim().split(/\s+/);
      if (!name || name.startsWith('#')) continue;
      types.delete(name);
      try {
        types.set(name, fields.length > 0 ? fields.map(dataSource) : fail('has no data source'));
      } catch (error) {
        log.warning(`TypesDB ${file}:${index + 1}: type "${name}" ${(error as Error).message}`);
      }
    }
  }
  return types;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`TypesDB "${file}" cannot be read (${code})`, { cause: error });
  }
}

/** `name:TYPE:min:max`, with a comma after it if another one follows. */
function dataSource(field: string): DataSource {
  const text = field.replace(/,+$/, '');
  const [name = '', kind = '', min = '', max = '', ...rest] = text.split(':');
  const type = KINDS.get(kind.toUpperCase());
  if (name === '' || type === undefined || rest.length > 0 || min === '' || max === '')
    return fail(`has "${text}" where name:TYPE:min:max is expected`);
  return { name, type, min: limit(min, text), max: limit(max, text) };
}

function limit(text: string, field: string): number | null {
  if (text === 'U') return null;
  const number = Number(text);
  return Number.isNaN(number) ? fail(`has the limit "${text}" in "${field}"`) : number;
}

function fail(message: string): never {
  throw new Error(message);
}
