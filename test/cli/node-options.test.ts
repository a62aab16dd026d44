// The command knows the same refused options of Node as the plugin.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { REFUSED, refusalOf } from '../../lib/cli/check/node-options.ts';

const source = readFileSync(
  new URL('../../native/shim/options/node_option.c', import.meta.url),
  'utf8',
);

/** A string of C: pieces in quotes and the macro, one after the other. */
function textOf(pieces: string): string {
  const program = /#define PROGRAM "(.*)"/.exec(source)?.[1] ?? '';
  return [...pieces.matchAll(/PROGRAM|"((?:[^"\\]|\\.)*)"/g)]
    .map(([whole, text]) => (whole === 'PROGRAM' ? program : (text ?? '').replaceAll('\\"', '"')))
    .join('');
}

test('the tables are the same', () => {
  const rows = [...source.matchAll(/\{"(-[^"]+)", ((?:PROGRAM|"(?:[^"\\]|\\.)*"|\s)+)\}/g)];
  expect(rows.map(([, name, why]) => [name, textOf(why ?? '')])).toEqual(REFUSED);
});

test.each([
  ['--cpu-prof-dir=/tmp', /--prof/],
  ['--cpu_prof', /--prof/],
  ['--import=./x.mjs', /--require/],
  ['--watch-path=/tmp', /remove it/],
  ['--max_old-space-size=64', /HeapLimit/],
  ['--inspect-brk', /debugging/],
])('%s is refused', (option, why) => expect(refusalOf(option)).toMatch(why));

test.each([
  '--prof',
  '--require=/x.cjs',
  '--no-deprecation',
  '--stack-trace-limit=3',
  '--watchdog',
  '--expose-gc',
  '--icu-data-dir=--title',
])('%s is not', (option) => expect(refusalOf(option)).toBe(undefined));
