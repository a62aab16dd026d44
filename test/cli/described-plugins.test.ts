// The options in the README of every shipped plugin are those that the plugin declares.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { shippedPlugins } from '../daemon/harness/index.ts';
import { cli } from './command.ts';

/**
 * The rows of all tables of options, in their order. A README may divide a table into several,
 * and say in the first cell of its head what they are about.
 */
function rowsOf(text: string): string[] {
  return [...text.matchAll(/^\|[^|\n]*\| meaning \| default \|\n\|[-|]*\|\n((?:\|.*\n?)*)/gm)]
    .flatMap(([, rows = '']) => rows.split('\n'))
    .filter(Boolean);
}

/** Empty for a plugin that declares no options. */
async function describedRows(directory: string): Promise<string[]> {
  const { status, stdout, stderr } = await cli(['describe', '--markdown', directory]);
  if (status === 0) return rowsOf(stdout);
  expect(stderr).toContain('declares no options');
  return [];
}

test.each(readdirSync(shippedPlugins))('%s', async (name) => {
  const directory = join(shippedPlugins, name);
  const rows = await describedRows(directory);
  if (rows.length > 0)
    expect(rowsOf(readFileSync(join(directory, 'README.md'), 'utf8'))).toEqual(rows);
});

const modem = `
import { block, integer, path, register_config } from 'collectd';
register_config(
  {
    Port: integer({ required: true, min: 1, description: 'where it listens' }),
    Spool: path({ description: 'what waits' }),
    TLS: block({ CA: path({ description: 'who signed' }) }, { description: 'encrypt' }),
  },
  () => {},
);`;
const readme = `# modem

| where to | meaning | default |
|---|---|---|
| \`Port number\` | where it listens (a whole number of at least 1) | must be given |

Between them stands text.

| delivery | meaning | default |
|---|---|---|
| \`Spool "…"\` | what waits | |
| \`<TLS>\` | encrypt | |

| in \`<TLS>\` | meaning | default |
|---|---|---|
| \`CA "…"\` | who signed | |

| other | table |
|---|---|
| a | b |
`;

test('a README may divide the table; another word in it is found', async () => {
  const rows = await describedRows(join(temporary({ 'modem/index.ts': modem }), 'modem'));
  expect(rows).toHaveLength(4);
  expect(rowsOf(readme)).toEqual(rows);
  expect(rowsOf(readme.replace('at least 1', 'at least 2'))).not.toEqual(rows);
  expect(rowsOf(readme.replace(/^.*Spool.*\n/m, ''))).not.toEqual(rows);
});
