/** One option of a block, its value checked: the rules and words of native/shim/options/option.c. */
import { didYouMean } from '../../shared/suggestion.ts';
import { asWritten, shown } from '../../shared/written.ts';
import type { Findings } from '../conf/findings.ts';
import type { Item, Value } from '../conf/parser.ts';

export interface Option {
  readonly item: Item;
  /** Where it stands, for messages: "<Plugin nodejs>". */
  readonly block: string;
  readonly findings: Findings;
}

export interface Rule {
  readonly key: string;
  /** Null: known, but refused by this version. */
  readonly apply: ((option: Option) => void) | null;
  readonly mayBeBlock?: boolean;
}

/** Every error is told of, so that a user sees all of them in one run. */
export function applyOptions(
  items: readonly Item[],
  block: string,
  rules: readonly Rule[],
  findings: Findings,
): void {
  for (const item of items) {
    const option = { item, block, findings };
    const rule = rules.find(({ key }) => key.toLowerCase() === item.key.toLowerCase());
    if (rule === undefined) {
      const allowed = rules.filter(({ apply }) => apply !== null).map(({ key }) => key);
      findings.error(
        item,
        `Unknown option "${shown(item.key)}" in ${block}.${didYouMean(item.key, allowed)} Allowed are ${allowed.join(', ')}.`,
      );
    } else if (rule.apply === null) {
      optionError(option, 'this option is not supported by this version; remove it.');
    } else if (item.children.length > 0 && rule.mayBeBlock !== true) {
      optionError(option, 'this option is a line, not a block.');
    } else rule.apply(option);
  }
}

export function optionError({ item, block, findings }: Option, message: string): void {
  findings.error(item, `${asWritten(item)} in ${block}: ${message}`);
}

/** The same for an option that takes one of some words. */
export function optionWordError(option: Option, expected: string, words: readonly string[]): void {
  const value = single(option);
  const meant = typeof value === 'string' ? didYouMean(value, words) : '';
  optionError(option, `${expected}.${meant}`);
}

export function optionString(option: Option, expected: string): string | undefined {
  const value = single(option);
  if (typeof value === 'string' && value !== '') return value;
  optionError(option, `${expected}.`);
  return undefined;
}

function numberThat(
  isFit: (value: number) => boolean,
  option: Option,
  expected: string,
): number | undefined {
  const value = single(option);
  if (typeof value === 'number' && isFit(value)) return value;
  optionError(option, `${expected}.`);
  return undefined;
}

export function optionNumber(
  option: Option,
  expected: string,
  min: number,
  max: number,
): number | undefined {
  return numberThat((value) => value >= min && value <= max, option, expected);
}

export function optionWholeNumber(
  option: Option,
  expected: string,
  min: number,
  max: number,
): number | undefined {
  const isFit = (value: number) => Number.isInteger(value) && value >= min && value <= max;
  return numberThat(isFit, option, expected);
}

export function optionTimeout(option: Option): number | undefined {
  return optionNumber(option, 'give one number of seconds from 0.1 to 3600', 0.1, 3600);
}

export function optionHeapLimit(option: Option): number | undefined {
  // As the plugin's: more would not fit the address space of 32 bits.
  const most = ['arm', 'ia32'].includes(process.arch) ? 1024 : 65536;
  return optionWholeNumber(option, `give one whole number of MiB from 16 to ${most}`, 16, most);
}

export function optionBoolean(option: Option): boolean | undefined {
  const value = single(option);
  if (typeof value === 'boolean') return value;
  // Takes "true" in quotes, as everywhere in collectd.
  if (typeof value === 'string' && /^(true|yes|on)$/i.test(value)) return true;
  if (typeof value === 'string' && /^(false|no|off)$/i.test(value)) return false;
  optionWordError(option, 'give true or false', ['true', 'false']);
  return undefined;
}

const single = ({ item }: Option): Value | undefined =>
  item.values.length === 1 ? item.values[0] : undefined;
