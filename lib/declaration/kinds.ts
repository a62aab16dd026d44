/** The kinds of options that hold text, a number or a word. */

import { typeError } from '../shared/errors.ts';
import { isArray, isInteger, listOf, SafeSet, toLowerCase, trim } from '../shared/primordials.ts';
import { didYouMean } from '../shared/suggestion.ts';
import type { ConfigValue } from '../values/config.ts';
import {
  Advice,
  inWords,
  isWithin,
  lineOption,
  numberAsWritten,
  numberWithin,
  parseOne,
  quoted,
  rangeInWords,
} from './line.ts';
import type { CommonOptions, Option, Present } from './option.ts';
import { checkOwnOptions } from './own-options.ts';
import { Secret } from './secret.ts';
import { bytesOf, numberOf, secondsOf } from './units.ts';

export interface StringOptions extends CommonOptions<string> {
  /** The text must match it. Say in `expected` what that means. */
  pattern?: RegExp;
  /** In words, after "give": `text without blanks`. */
  expected?: string;
  /** Empty text is a value, too. Default: an error. */
  empty?: boolean;
}

/**
 * Text in quotes, or one word of letters, digits and underscores. Numbers and the unquoted words
 * of booleans are rejected, because collectd has already changed them: 0123 arrives as 123.
 */
export function string(options: StringOptions & Present<string>): Option<string>;
export function string(options?: StringOptions): Option<string | undefined>;
export function string(options: StringOptions = {}): Option<string> {
  checkOwnOptions('string', options);
  const { pattern, empty = false, expected = 'text in quotes', ...common } = options;
  return lineOption<string>('string', common, {
    expected,
    write: quoted,
    parse: (values) =>
      parseOne(values, expected, (value) => {
        if (typeof value !== 'string') return new Advice(`give ${expected}; quote it`);
        if (!empty && trim(value) === '') return new Advice('the text must not be empty');
        return pattern === undefined || matches(pattern, value) ? value : undefined;
      }),
  });
}

/** A pattern with the flag g or y goes on where it was. */
function matches(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}

export interface NumberOptions extends CommonOptions<number> {
  /** The least value that is accepted. */
  min?: number;
  /** The largest value that is accepted. */
  max?: number;
}

/** collectd's parser takes numbers like 1e3 for text. */
function numeric(value: ConfigValue, read: (text: string) => number | undefined) {
  if (typeof value === 'string') return read(trim(value));
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A finite number, in quotes or not. */
export function number(options: NumberOptions & Present<number>): Option<number>;
export function number(options?: NumberOptions): Option<number | undefined>;
export function number(options: NumberOptions = {}): Option<number> {
  checkOwnOptions('number', options);
  const { min, max, ...common } = options;
  const expected = `a number${rangeInWords(min, max)}`;
  return lineOption<number>('number', common, {
    expected,
    example: numberAsWritten(min ?? Math.min(max ?? 0, 0)),
    write: numberAsWritten,
    parse: (values) =>
      parseOne(values, expected, (value) => {
        const result = numeric(value, numberOf);
        return result !== undefined && isWithin(result, options) ? result : undefined;
      }),
  });
}

/** A whole number from -(2^53 - 1) to 2^53 - 1: collectd's parser loses digits of larger ones. */
export function integer(options: NumberOptions & Present<number>): Option<number>;
export function integer(options?: NumberOptions): Option<number | undefined>;
export function integer(options: NumberOptions = {}): Option<number> {
  checkOwnOptions('integer', options);
  const { min, max, ...common } = options;
  const expected = `a whole number${rangeInWords(min, max)}`;
  return lineOption<number>('integer', common, {
    expected,
    example: numberWithin(min, max),
    write: numberAsWritten,
    parse: (values) =>
      parseOne(values, expected, (value) => {
        const result = numeric(value, numberOf);
        if (result === undefined || !isInteger(result) || !isWithin(result, options))
          return undefined;
        if (!Number.isSafeInteger(result))
          return new Advice('the number is too large to keep all its digits');
        return result;
      }),
  });
}

/** true, yes, on, false, no or off, in any case, in quotes or not. Never 0 or 1. */
export function boolean(options: CommonOptions<boolean> & Present<boolean>): Option<boolean>;
export function boolean(options?: CommonOptions<boolean>): Option<boolean | undefined>;
export function boolean(options: CommonOptions<boolean> = {}): Option<boolean> {
  checkOwnOptions('boolean', options);
  const expected = 'true or false';
  return lineOption<boolean>('boolean', options, {
    expected,
    example: 'true',
    write: String,
    parse: (values) =>
      parseOne(values, expected, (value) => {
        if (typeof value === 'boolean') return value;
        switch (typeof value === 'string' ? toLowerCase(trim(value)) : '') {
          case 'true':
          case 'yes':
          case 'on':
            return true;
          case 'false':
          case 'no':
          case 'off':
            return false;
          default:
            return undefined;
        }
      }),
  });
}

/** Seconds: a number, or text such as `"500ms"`, `"90s"`, `"5m"`, `"1h30m"`, `"1d"`, `"2w"`. */
export function duration(options: NumberOptions & Present<number>): Option<number>;
export function duration(options?: NumberOptions): Option<number | undefined>;
export function duration(options: NumberOptions = {}): Option<number> {
  checkOwnOptions('duration', options);
  const { min = 0, max, ...common } = options;
  const expected = `a number of seconds${rangeInWords(min, max)}, or a text such as "5m" or "1h30m"`;
  return lineOption<number>('duration', common, {
    expected,
    example: numberAsWritten(min),
    write: numberAsWritten,
    parse: (values) =>
      parseOne(values, expected, (value) => {
        const result = numeric(value, secondsOf);
        return result !== undefined && isWithin(result, { ...options, min }) ? result : undefined;
      }),
  });
}

/**
 * Bytes: a whole number, or text such as `"64K"`, `"10 MiB"`, `"1GB"`. K, M, G and T are powers of
 * 1024, with iB as well as without; kB, MB, GB and TB are powers of 1000.
 */
export function size(options: NumberOptions & Present<number>): Option<number>;
export function size(options?: NumberOptions): Option<number | undefined>;
export function size(options: NumberOptions = {}): Option<number> {
  checkOwnOptions('size', options);
  const { min = 0, max, ...common } = options;
  const expected = `a number of bytes${rangeInWords(min, max)}, or a text such as "64K" or "10MiB"`;
  return lineOption<number>('size', common, {
    expected,
    example: numberWithin(min, max),
    write: numberAsWritten,
    parse: (values) =>
      parseOne(values, expected, (value) => {
        const result = numeric(value, bytesOf);
        const isFit = result !== undefined && isInteger(result) && Number.isSafeInteger(result);
        return isFit && isWithin(result, { ...options, min }) ? result : undefined;
      }),
  });
}

/**
 * One of some words, in any case; the callback gets it as it is written here. With options the
 * words stand in an array: `oneOf(['tcp', 'udp'], { default: 'tcp' })`.
 */
export function oneOf<const W extends string>(
  words: readonly W[],
  options: CommonOptions<NoInfer<W>> & Present<NoInfer<W>>,
): Option<W>;
export function oneOf<const W extends string>(
  words: readonly W[],
  options?: CommonOptions<NoInfer<W>>,
): Option<W | undefined>;
export function oneOf<const W extends string>(
  ...words: readonly [W, ...W[]]
): Option<W | undefined>;
export function oneOf(
  first: string | readonly string[],
  ...rest: readonly (string | CommonOptions<string> | undefined)[]
): Option<string> {
  const isPlain = typeof first === 'string';
  const words = checkWords(isPlain ? [first, ...rest] : first);
  const common = isPlain ? {} : ((rest[0] as CommonOptions<string> | undefined) ?? {});
  checkOwnOptions('oneOf', common);
  const expected = inWords(words);
  return lineOption<string>('oneOf', common, {
    expected,
    example: quoted(words[0] ?? ''),
    write: quoted,
    parse: (values) =>
      parseOne(values, expected, (value) => {
        const text = toLowerCase(trim(String(value)));
        for (const word of words) if (toLowerCase(word) === text) return word;
        return new Advice(`give ${expected}.${didYouMean(text, words)}`);
      }),
  });
}

function checkWords(words: unknown): readonly string[] {
  const refuse = (why: string): never => {
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `oneOf: ${why}`);
  };
  if (!isArray(words) || words.length === 0)
    return refuse(
      "give the words, such as oneOf('tcp', 'udp') or oneOf(['tcp', 'udp'], { required: true })",
    );
  const seen = new SafeSet<string>();
  for (let i = 0; i < words.length; i++) {
    const word: unknown = words[i];
    if (typeof word !== 'string' || word === '')
      return refuse(
        `each word must be a string that is not empty; with options, give the words in an array`,
      );
    if (seen.has(toLowerCase(word)))
      refuse(`"${word}" is there twice; collectd.conf has no upper and lower case`);
    seen.add(toLowerCase(word));
  }
  return listOf(words.length, (i) => words[i] as string);
}

export type SecretOptions = Omit<CommonOptions<never>, 'default' | 'example'>;

/** A password or token in quotes. Nothing that prints the {@link Secret} shows its text. */
export function secret(options: SecretOptions & { readonly required: true }): Option<Secret>;
export function secret(options?: SecretOptions): Option<Secret | undefined>;
export function secret(options: SecretOptions = {}): Option<Secret> {
  checkOwnOptions('secret', options);
  const expected = 'text in quotes';
  return lineOption<Secret>('secret', options, {
    expected,
    isSecret: true,
    example: '""',
    write: () => '""',
    parse: (values) =>
      parseOne(values, expected, (value) =>
        typeof value === 'string' && value !== '' ? new Secret(value) : undefined,
      ),
  });
}
