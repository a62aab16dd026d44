// Writes lib/types/shipped.ts, after collectd has got another types.db: npx vite-node scripts/shipped-types.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { membersOf } from '../lib/cli/types/declare.ts';
import { type ParsedTypes, parseTypes } from '../lib/cli/types/parse.ts';
import { DEFAULT_TYPES_DB } from '../lib/cli/types-db.ts';
import { root } from './setup/run.mjs';

export const shippedTypesFile = join(root, 'lib/types/shipped.ts');

export function shippedTypes(): string {
  const types: ParsedTypes = new Map();
  const troubles = parseTypes(readFileSync(DEFAULT_TYPES_DB, 'utf8'), types);
  if (troubles.length > 0) throw new Error(troubles.join('\n'));
  return `// Made of the types.db that collectd 5.12 ships by scripts/shipped-types.ts. Do not edit.
import type { DataSource } from './data-source.ts';

/** The types of the types.db that collectd ships, with their data sources. */
export interface ShippedTypes {
${membersOf(types, '  ')}}
`;
}

if (process.argv[1]?.endsWith('vite-node') || process.argv[1]?.endsWith('vite-node.mjs')) {
  writeFileSync(shippedTypesFile, shippedTypes());
}
