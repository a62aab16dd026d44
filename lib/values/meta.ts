import {
  MD_TYPE_BOOLEAN,
  MD_TYPE_DOUBLE,
  MD_TYPE_SIGNED_INT,
  MD_TYPE_STRING,
  MD_TYPE_UNSIGNED_INT,
} from '../contract/layout.generated.ts';
import type { FlatMeta } from '../contract/native.ts';
import { rangeError, typeError } from '../shared/errors.ts';
import {
  append,
  BuiltinMap,
  defineProperty,
  isArray,
  isInstance,
  isInteger,
  objectKeys,
  objectValues,
  SafeMap,
  toBigInt,
  toLowerCase,
  toText,
} from '../shared/primordials.ts';
import { checkText } from '../shared/text.ts';
import { MAX_SIGNED, MAX_UNSIGNED, MIN_SIGNED } from './integers.ts';

/** MD_TYPE_* of a Signed or Unsigned, 0 of anything else. Asks the object nothing, which may be a proxy. */
let typeOfInteger: (value: unknown) => number;
/** Of a Signed or Unsigned; its valueOf() may have been replaced. */
let exactValueOf: (integer: Signed | Unsigned) => bigint;

const nameOf = (type: number) => (type === MD_TYPE_SIGNED_INT ? 'Signed' : 'Unsigned');

abstract class Integer {
  readonly #value: bigint;
  readonly #type: number;

  static {
    typeOfInteger = (value) =>
      typeof value === 'object' && value !== null && #type in value ? value.#type : 0;
    exactValueOf = (integer) => integer.#value;
  }

  constructor(value: number | bigint, type: number, min: bigint, max: bigint) {
    if (typeof value !== 'bigint' && typeof value !== 'number')
      throw typeError(
        'ERR_COLLECTD_INVALID_ARGUMENT',
        `${nameOf(type)}: give a number or a bigint, not ${value === null ? 'null' : typeof value}`,
      );
    if (typeof value === 'number' && !isInteger(value))
      throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', `${nameOf(type)}: ${value} is not an integer`);
    const exact = toBigInt(value);
    if (exact < min || exact > max)
      throw rangeError(
        'ERR_COLLECTD_OUT_OF_RANGE',
        `${nameOf(type)}: ${exact} is not from ${min} to ${max}`,
      );
    this.#value = exact;
    this.#type = type;
  }

  valueOf(): bigint {
    return this.#value;
  }

  toString(): string {
    return this.#value.toString();
  }

  toJSON(): string {
    return this.toString();
  }
}

/**
 * Meta data that is stored as a signed 64-bit integer.
 *
 * @throws RangeError outside of -2^63 to 2^63 - 1.
 * Source: collectd-python(5), Signed.
 */
export class Signed extends Integer {
  constructor(value: number | bigint) {
    super(value, MD_TYPE_SIGNED_INT, MIN_SIGNED, MAX_SIGNED);
  }
}

/**
 * Meta data that is stored as an unsigned 64-bit integer.
 *
 * @throws RangeError outside of 0 to 2^64 - 1.
 * Source: collectd-python(5), Unsigned.
 */
export class Unsigned extends Integer {
  constructor(value: number | bigint) {
    super(value, MD_TYPE_UNSIGNED_INT, 0n, MAX_UNSIGNED);
  }
}

/** Number: a double. Bigint: signed, from 2^63 on unsigned. Keys are case-insensitive. */
export type MetaValue = string | number | bigint | boolean | Signed | Unsigned;
export type Meta = Record<string, MetaValue>;

export { exactValueOf, typeOfInteger };

/** Keys and what stands under each, read once: getters of a module may do anything. */
export interface MetaParts {
  readonly keys: readonly string[];
  readonly contents: readonly unknown[];
}

/** @throws TypeError for what is no plain object. */
export function partsOf(meta: Meta): MetaParts {
  if (meta === null || typeof meta !== 'object' || isArray(meta))
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', 'meta must be an object');
  if (isInstance(meta, BuiltinMap))
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', 'meta must be a plain object, not a Map');
  return { keys: objectKeys(meta), contents: objectValues(meta) };
}

function putFlat(flat: FlatMeta, key: string, type: number, value: FlatMeta[number]): void {
  append(flat, key);
  append(flat, type);
  append(flat, value);
}

function flatten(flat: FlatMeta, key: string, value: unknown): void {
  checkText(key, 'a key of meta');
  switch (typeof value) {
    case 'string':
      checkText(value, `meta.${key}`);
      putFlat(flat, key, MD_TYPE_STRING, value);
      return;
    case 'number':
      putFlat(flat, key, MD_TYPE_DOUBLE, value);
      return;
    case 'boolean':
      putFlat(flat, key, MD_TYPE_BOOLEAN, value);
      return;
    case 'bigint':
      if (value < MIN_SIGNED || value > MAX_UNSIGNED)
        throw rangeError(
          'ERR_COLLECTD_OUT_OF_RANGE',
          `meta.${key}: ${value} is not from ${MIN_SIGNED} to ${MAX_UNSIGNED}`,
        );
      flattenInteger(flat, key, value > MAX_SIGNED ? new Unsigned(value) : new Signed(value));
      return;
    default:
      flattenInteger(flat, key, value);
  }
}

function flattenInteger(flat: FlatMeta, key: string, value: unknown): void {
  const type = typeOfInteger(value);
  if (type === 0)
    throw typeError(
      'ERR_COLLECTD_INVALID_ARGUMENT',
      `meta.${key} must be a string, number, bigint, boolean, Signed or Unsigned`,
    );
  putFlat(flat, key, type, exactValueOf(value as Signed | Unsigned));
}

/** collectd compares keys with strcasecmp(), which knows the case of ASCII letters only. */
function folded(key: string): string {
  let text = '';
  for (let i = 0; i < key.length; i++) {
    const letter = key[i] as string;
    text += letter >= 'A' && letter <= 'Z' ? toLowerCase(letter) : letter;
  }
  return text;
}

/** @throws TypeError, RangeError for what meta data cannot be. */
export function flattenParts({ keys, contents }: MetaParts): FlatMeta {
  const flat: FlatMeta = [];
  // Of keys that are the same without regard to case the last one counts, as for collectd.
  const last = new SafeMap<string, number>();
  for (let i = 0; i < keys.length; i++) last.set(folded(keys[i] as string), i);
  last.forEach((i) => {
    flatten(flat, keys[i] as string, contents[i]);
  });
  return flat;
}

/** The same of meta data as a module gives it. */
export function flattenMeta(meta: Meta): FlatMeta {
  return flattenParts(partsOf(meta));
}

/** A copy of what a constructor was given. What is no meta data is refused when it is dispatched. */
export function ownMeta(meta: Meta | undefined): Meta {
  if (meta === undefined) return {};
  const isPlain = typeof meta === 'object' && meta !== null && !(Symbol.iterator in meta);
  return isPlain ? { ...meta } : meta;
}

export function metaFromFlat(flat: FlatMeta): Meta {
  const meta: Meta = {};
  for (let i = 0; i + 2 < flat.length; i += 3) {
    const key = toText(flat[i]);
    const type = flat[i + 1];
    let value: MetaValue | undefined = flat[i + 2];
    if (typeof value === 'bigint')
      value = type === MD_TYPE_UNSIGNED_INT ? new Unsigned(value) : new Signed(value);
    if (value !== undefined) putEntry(meta, key, value);
  }
  return meta;
}

/** "__proto__" is a key like any other. */
export function putEntry(meta: Meta, key: string, value: MetaValue): void {
  if (key !== '__proto__') meta[key] = value;
  else
    defineProperty(meta, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
}
