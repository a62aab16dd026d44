/** A description as a `<Module>` block of collectd.conf. */
import type {
  BlockDescription,
  LineDescription,
  NestedDescription,
  OptionDescription,
} from '../../declaration/description.ts';
import { expectedOf, isListed, oneLine, withOthers } from './words.ts';

/** Comments begin with `# `, lines that are commented out with `#`. */
export function formatBlock({ name, options }: BlockDescription): string {
  const lines = linesOf(options, false, false);
  return [`<Module ${word(name)}>`, ...indented(lines), '</Module>'].join('\n');
}

/**
 * @param isOff - they stand in a block that is commented out.
 * @param needsOne - collectd drops a block that is empty.
 */
function linesOf(all: readonly OptionDescription[], isOff: boolean, needsOne: boolean): string[] {
  const options = all.filter(isListed);
  const given = givenOf(options, needsOne);
  return options.flatMap((option, index) => [
    ...(index > 0 ? [''] : []),
    ...optionLines(option, isOff || !given.has(option.name)),
  ]);
}

/** Those that are required, or the first one, and what they need. */
function givenOf(options: readonly OptionDescription[], needsOne: boolean): Set<string> {
  const required = options.filter((option) => option.required);
  const first = needsOne && required.length === 0 ? options.slice(0, 1) : required;
  const given = new Set(first.map(({ name }) => name));
  for (const name of given)
    for (const other of options.find((one) => one.name === name)?.needs ?? []) given.add(other);
  return given;
}

function optionLines(option: LineDescription | NestedDescription, isOff: boolean): string[] {
  const { name, description, deprecated } = option;
  const off = isOff ? '#' : '';
  const comments = [
    ...(description === undefined ? [] : [oneLine(description)]),
    ...(deprecated === undefined ? [] : [`deprecated: ${oneLine(deprecated)}`]),
    withOthers([expectedOf(option)], option, (other) => other, stateOf(option)),
  ].map((text) => `# ${text}`);
  if (!('options' in option)) return [...comments, `${off}${name} ${option.written}`];
  const open = option.named ? `${name} "name"` : name;
  const inside = linesOf(option.options, isOff, option.required && !option.named);
  return [...comments, `${off}<${open}>`, ...indented(inside), `${off}</${name}>`];
}

function stateOf(option: LineDescription | NestedDescription): string {
  if (option.required) return 'must be given';
  if ('options' in option) return 'may be left out';
  if (option.writtenIs === 'default') return 'this is the default';
  const { default: value } = option;
  const isNone = value === undefined || (Array.isArray(value) && value.length === 0);
  return isNone ? 'no default' : `the default is ${JSON.stringify(value)}`;
}

const indented = (lines: readonly string[]): string[] =>
  lines.map((line) => (line === '' ? '' : `  ${line}`));

/** As collectd's parser reads text: words of booleans and numbers are none. */
function word(name: string): string {
  const isWord = /^[A-Za-z_]\w*$/.test(name) && !/^(true|yes|on|false|no|off)$/.test(name);
  return isWord ? name : `"${name.replace(/["\\]/g, '\\$&')}"`;
}
