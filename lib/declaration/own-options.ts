/** The options of string(), integer() and the others: a misspelt one would have no effect. */
import { rangeError, typeError } from '../shared/errors.ts';
import { isFields } from '../shared/field-arguments.ts';
import { exec, isArray, objectKeys } from '../shared/primordials.ts';
import { didYouMean } from '../shared/suggestion.ts';
import type { OptionKind } from './option.ts';

/** Values of an option, and the words for them after "must be". */
interface Expected {
  readonly words: string;
  readonly fits: (value: unknown) => boolean;
}

const isString = (value: unknown): boolean => typeof value === 'string';

function isStrings(value: unknown): boolean {
  if (!isArray(value) || value.length === 0) return false;
  for (let i = 0; i < value.length; i++) if (!isString(value[i])) return false;
  return true;
}

const oneOf = (...words: readonly string[]): Expected => ({
  words: `'${words.join("' or '")}'`,
  fits: (value) => words.includes(value as string),
});

const FLAG: Expected = { words: 'true or false', fits: (value) => typeof value === 'boolean' };
const TEXT: Expected = { words: 'a string', fits: isString };
const NUMBER: Expected = {
  words: 'a number',
  fits: (value) => typeof value === 'number' && !Number.isNaN(value),
};
const PORT: Expected = {
  words: 'a whole number from 1 to 65535',
  fits: (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65535,
};
const PATTERN: Expected = {
  words: 'a regular expression',
  fits: (value) => value instanceof RegExp,
};
const OPTION_NAMES: Expected = {
  words: 'the name of an option, or an array of names',
  fits: (value) => isString(value) || isStrings(value),
};
const PROTOCOLS: Expected = {
  words: "an array of protocols without a colon, such as ['https']",
  fits: (value) => isStrings(value) && exec(/[:/]/, (value as string[]).join('')) === null,
};
/** Checked with the declaration, where its name is known: see names.ts. */
const ANY: Expected = { words: '', fits: () => true };

type OwnOptions = Readonly<Record<string, Expected>>;

const ABOUT: OwnOptions = {
  description: TEXT,
  required: FLAG,
  needs: OPTION_NAMES,
  excludes: OPTION_NAMES,
};
const VALUE: OwnOptions = { ...ABOUT, default: ANY, example: ANY };
const LINE: OwnOptions = { ...VALUE, repeated: oneOf('last') };
const RANGE: OwnOptions = { ...LINE, min: NUMBER, max: NUMBER };

const OPTIONS: Readonly<Record<Exclude<OptionKind, 'alias' | 'deprecated'>, OwnOptions>> = {
  string: { ...LINE, pattern: PATTERN, expected: TEXT, empty: FLAG },
  number: RANGE,
  integer: RANGE,
  boolean: LINE,
  duration: RANGE,
  size: RANGE,
  path: { ...LINE, absolute: FLAG, type: oneOf('file', 'directory'), readable: FLAG },
  url: { ...LINE, protocols: PROTOCOLS },
  hostPort: { ...LINE, port: PORT },
  oneOf: LINE,
  list: VALUE,
  secret: { ...ABOUT, repeated: oneOf('last') },
  block: ABOUT,
  blocks: { ...ABOUT, named: FLAG },
};

/** @throws TypeError, RangeError that begin with the name of the function, `kind`. */
export function checkOwnOptions(kind: keyof typeof OPTIONS, options: unknown): void {
  const refuse = (why: string): never => {
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${kind}: ${why}`);
  };
  if (!isFields(options)) refuse('the options must be an object, such as { required: true }');
  const given = options as Readonly<Record<string, unknown>>;
  const names = objectKeys(given);
  const known = OPTIONS[kind];
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    const expected = Object.hasOwn(known, name) ? known[name] : undefined;
    if (expected === undefined) {
      const all = objectKeys(known);
      const meant = didYouMean(name, all);
      refuse(`unknown option "${name}"; there are ${all.join(', ')}${meant && `.${meant}`}`);
    } else if (given[name] !== undefined && !expected.fits(given[name]))
      refuse(`${name} must be ${expected.words}`);
  }
  const { min, max } = given as { min?: number; max?: number };
  if (min !== undefined && max !== undefined && min > max)
    throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', `${kind}: min ${min} is more than max ${max}`);
}
