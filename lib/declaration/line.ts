/** Options that are lines: what is common to their kinds. */
import { isArray } from '../shared/primordials.ts';
import type { ConfigValue } from '../values/config.ts';
import {
  type CommonOptions,
  type LineRule,
  makeOption,
  type Option,
  type OptionKind,
  type Parsed,
} from './option.ts';

export interface LineForm extends Partial<Omit<LineRule, 'shape' | 'kind' | 'parse'>> {
  readonly expected: string;
  readonly parse: LineRule['parse'];
  readonly write: LineRule['write'];
}

export function lineOption<T>(
  kind: OptionKind,
  common: CommonOptions<unknown>,
  form: LineForm,
): Option<T> {
  return makeOption<T>(kind, {
    form: {
      shape: 'line',
      kind,
      takesSeveral: false,
      isList: false,
      isSecret: false,
      example: quoted('…'),
      ...form,
    },
    common,
    deprecated: undefined,
  });
}

/** Of a line with one value; `read` returns undefined for a value that is not as expected. */
export function parseOne<T>(
  values: readonly ConfigValue[],
  expected: string,
  read: (value: ConfigValue) => T | Advice | undefined,
): Parsed<T> {
  if (values.length !== 1) return { advice: severalAdvice(values.length, expected) };
  const result = read(values[0] as ConfigValue);
  if (result === undefined) return { advice: `give ${expected}` };
  return result instanceof Advice ? { advice: result.text } : { value: result };
}

/** For whoever wrote the line, where "give …" does not say enough. */
export class Advice {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export function severalAdvice(count: number, expected: string): string {
  return count === 0
    ? `give ${expected}`
    : `collectd reads ${count} values here; give one, and quote it if it is one`;
}

/** Text as a value in collectd.conf. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** As a number where collectd's parser reads one, otherwise in quotes. */
export function numberAsWritten(value: number): string {
  const text = String(value);
  return /^-?\d*\.?\d+$/.test(text) ? text : quoted(text);
}

/** A number of the range, as an example. */
export function numberWithin(min: number | undefined, max: number | undefined): string {
  return numberAsWritten(min === undefined ? Math.floor(Math.min(max ?? 0, 0)) : Math.ceil(min));
}

/** `"a", "b" or "c"` */
export function inWords(words: readonly string[]): string {
  const last = words.length - 1;
  let text = '';
  for (let i = 0; i < words.length; i++)
    text += `${i === 0 ? '' : i === last ? ' or ' : ', '}${quoted(words[i] as string)}`;
  return text;
}

/** `from 1 to 5`, `of at least 1`, `of at most 5`, with a blank before it, or nothing. */
export function rangeInWords(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
}

export function isWithin(
  value: number,
  { min, max }: { readonly min?: number; readonly max?: number },
): boolean {
  return value >= (min ?? Number.NEGATIVE_INFINITY) && value <= (max ?? Number.POSITIVE_INFINITY);
}

export function listed(names: string | readonly string[] | undefined): readonly string[] {
  if (names === undefined) return [];
  return isArray(names) ? (names as readonly string[]) : [names as string];
}
