import { readFileSync } from 'node:fs';
import { parseArguments, UsageError } from '../options.ts';
import { declarationOf } from './declare.ts';
import { type ParsedTypes, parseTypes } from './parse.ts';

export const TYPES_USAGE = `collectd-nodejs types FILE...
  Prints the types of types.db files of your own as a TypeScript declaration, so that editors and
  compiler know them as they know those that collectd ships. Of several files, later ones replace
  types of earlier ones.
    collectd-nodejs types /etc/collectd/my-types.db > my-types.d.ts`;

export function types(args: string[]): number {
  const { positionals: files } = parseArguments('types', args, {});
  if (files.length === 0) throw new UsageError(`types needs a file\n\n${TYPES_USAGE}`);
  const found: ParsedTypes = new Map();
  const troubles = files.flatMap((file) => readInto(found, file));
  if (troubles.length === 0 && found.size === 0) troubles.push(`no types in ${files.join(', ')}`);
  if (troubles.length === 0) process.stdout.write(declarationOf(found, files));
  // Nothing is printed of files that are not right: half of the types would look like all of them.
  else process.stderr.write(`${troubles.join('\n')}\n`);
  return troubles.length === 0 ? 0 : 1;
}

function readInto(found: ParsedTypes, file: string): string[] {
  try {
    const text = readFileSync(file, 'utf8');
    return parseTypes(text, found).map((trouble) => `${file}:${trouble}`);
  } catch (error) {
    return [`${file}: ${(error as Error).message}`];
  }
}
