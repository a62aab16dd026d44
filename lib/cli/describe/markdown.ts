/** A description as the tables of a README. */
import {
  type BlockDescription,
  describeOptions,
  type LineDescription,
  type NestedDescription,
  type OptionDescription,
} from '../../declaration/description.ts';
import { boolean, duration, integer, number, size, string } from '../../declaration/kinds.ts';
import { Names } from '../../declaration/names.ts';
import type { Declaration, OptionKind } from '../../declaration/option.ts';
import { hostPort, path } from '../../declaration/places.ts';
import { list } from '../../declaration/structure.ts';
import { expectedOf, isListed, oneLine, withOthers } from './words.ts';

/** A table for the block, and one for each block in it. */
export function formatTables({ name, options }: BlockDescription, isOne: boolean): string {
  return tablesOf(options, isOne ? [] : [`<Module ${name}>`], 'option').join('\n\n');
}

function tablesOf(
  all: readonly OptionDescription[],
  path: readonly string[],
  title?: string,
): string[] {
  const options = all.filter(isListed);
  if (options.length === 0) return [];
  const where = path.length > 0 ? [`in ${path.map(code).join(' in ')}`] : [];
  const first = [...(title === undefined ? [] : [title]), ...where].join(' ');
  const rows = [`| ${first} | meaning | default |`, '|---|---|---|', ...options.map(row)];
  const inside = options.flatMap((option) =>
    'options' in option ? tablesOf(option.options, [`<${option.name}>`, ...path]) : [],
  );
  return [rows.join('\n'), ...inside];
}

function row(option: LineDescription | NestedDescription): string {
  const { aliases, required } = option;
  const form = 'options' in option ? tagOf(option) : `${option.name} ${placeholder(option)}`;
  const names = [form, ...aliases].map(code).join(', also ');
  const value = required ? 'must be given' : defaultOf(option);
  return `| ${[names, meaningOf(option), value].map(cell).join(' | ')} |`.replaceAll('|  |', '| |');
}

const tagOf = ({ name, named }: NestedDescription): string =>
  named ? `<${name} "…">` : `<${name}>`;

/** Of kinds that have no limits; their placeholders say the same. */
const PLAIN = new Set(
  describeOptions(new Names(plainDeclaration(), 'describe')).map((option) =>
    'expected' in option ? option.expected : '',
  ),
);

function plainDeclaration(): Declaration {
  const kinds = [string(), number(), integer(), boolean(), duration(), size(), path(), hostPort()];
  const all = [...kinds, ...kinds.map((kind) => list<unknown>(kind))];
  return Object.fromEntries(all.map((kind, index) => [`O${index}`, kind]));
}

const PLACEHOLDERS: Readonly<Partial<Record<OptionKind, string>>> = {
  number: 'number',
  integer: 'number',
  boolean: 'bool',
  duration: 'seconds',
  size: 'bytes',
  hostPort: '"host:port"',
};

function placeholder({ kind, of }: LineDescription): string {
  return of === undefined ? (PLACEHOLDERS[kind] ?? '"…"') : `${PLACEHOLDERS[of] ?? '"…"'} …`;
}

function meaningOf(option: LineDescription | NestedDescription): string {
  const { description, deprecated } = option;
  const expected = expectedOf(option);
  const text = [
    ...(deprecated === undefined ? [] : [`deprecated: ${oneLine(deprecated)}`]),
    ...(description === undefined ? [] : [oneLine(description)]),
  ].join('; ');
  const isSaid = text !== '' && ('options' in option || PLAIN.has(expected));
  const rest = withOthers(isSaid ? [] : [expected], option, code);
  return text === '' || rest === '' ? text + rest : `${text} (${rest})`;
}

function defaultOf(option: LineDescription | NestedDescription): string {
  if ('options' in option || option.default === undefined) return '';
  if (option.writtenIs === 'default') return code(option.written);
  const isNone = Array.isArray(option.default) && option.default.length === 0;
  return isNone ? '' : code(JSON.stringify(option.default));
}

/** In as many backticks as it takes. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  const blank = longest > 0 ? ' ' : '';
  return `${ticks}${blank}${text}${blank}${ticks}`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
