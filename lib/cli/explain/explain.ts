/** `collectd-nodejs explain`: what a line of the log means, from docs/troubleshooting.md. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { didYouMean } from '../../shared/suggestion.ts';
import { parseArguments, UsageError } from '../options.ts';
import { CommandError, print, printJson } from '../output.ts';
import { packageRoot } from '../root.ts';
import { closestEntries, type Entry, entryOf, parseEntries } from './entries.ts';

export const EXPLAIN_USAGE = `collectd-nodejs explain [options] <line> | -
  Says what a line of collectd's log means and what to do about it; times, severities
  and the like before the line do not matter. "-" reads lines from stdin.
  An error code, such as ERR_COLLECTD_VALUES, is explained as well.
  --list              all lines that can be explained, with "…" for what differs
  --json              an object with the entries`;

export const EXPLAIN_OPTIONS = { list: { type: 'boolean' }, json: { type: 'boolean' } } as const;
const MOST_SUGGESTED = 3;

export function explain(args: string[]): number {
  const { values, positionals } = parseArguments('explain', args, EXPLAIN_OPTIONS);
  const isAsked = positionals.length > 0;
  if (isAsked === (values.list === true)) {
    const wrong = isAsked ? '--list takes no line' : 'which line?';
    throw new UsageError(`${wrong}\n\n${EXPLAIN_USAGE}`);
  }
  const entries = readEntries();
  if (values.list) {
    if (values.json) printJson({ entries });
    else for (const { template } of entries) print(template);
    return 0;
  }
  // Without quotes the shell makes words of the line.
  const text = positionals.join(' ');
  const lines = text === '-' ? readFileSync(0, 'utf8').split('\n') : [text];
  const found = [...new Set(lines.flatMap((line) => entriesOf(line, entries)))];
  if (found.length === 0) throw new CommandError(unknown(lines, entries));
  if (values.json) printJson({ entries: found });
  else print(found.map(shown).join('\n\n\n'));
  return 0;
}

/** The build puts the page there. */
function readEntries(): Entry[] {
  const file = join(packageRoot, 'dist/cli/troubleshooting.txt');
  try {
    return parseEntries(readFileSync(file, 'utf8'));
  } catch {
    throw new CommandError(`${file} cannot be read. Install collectd-nodejs again.`);
  }
}

const CODE = /\bERR_COLLECTD_[A-Z_]+/g;

/** That of the line, and those of the error codes in it. */
function entriesOf(line: string, entries: readonly Entry[]): Entry[] {
  const codes = line.match(CODE) ?? [];
  return [
    entryOf(line, entries),
    ...codes.map((code) => entries.find(({ template }) => template === code)),
  ].filter((entry) => entry !== undefined);
}

function shown({ group, template, text }: Entry): string {
  return `${template}\n(${group})\n\n${text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')}`;
}

function unknown(lines: readonly string[], entries: readonly Entry[]): string {
  const asked = lines.filter((line) => line.trim() !== '');
  const [line = ''] = asked;
  if (asked.length !== 1) return `none of the ${asked.length} lines is known. See explain --list`;
  const [code] = line.match(CODE) ?? [];
  if (code !== undefined) {
    const codes = entries.flatMap(({ template }) => template.match(CODE) ?? []);
    return `no error code ${code}.${didYouMean(code, codes)}`;
  }
  const closest = closestEntries(line, entries, MOST_SUGGESTED);
  const what = 'collectd-nodejs logs no such line; it may come from collectd or from a module.';
  if (closest.length === 0) return `${what} See explain --list`;
  return [`${what} The closest are:`, ...closest.map(({ template }) => `  ${template}`)].join('\n');
}
