import {
  MD_TYPE_BOOLEAN,
  MD_TYPE_DOUBLE,
  MD_TYPE_SIGNED_INT,
  MD_TYPE_STRING,
  MD_TYPE_UNSIGNED_INT,
} from '../contract/layout.generated.ts';
import type { FlatMeta } from '../contract/native.ts';
import { rangeError, typeError } from '../shared/errors.ts';
import { checkText } from '../shared/text.ts';
import { MAX_SIGNED, MAX_UNSIGNED, MIN_SIGNED } from './integers.ts';

abstract class Integer {
  readonly #value: bigint;

  constructor(value: number | bigint, min: bigint, max: bigint) {
    if (typeof value !== 'bigint' && typeof value !== 'number')
      throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', 'an integer must be a number or a bigint');
    if (typeof value === 'number' && !Number.isInteger(value))
      throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', `${value} is not an integer`);
    const exact = BigInt(value);
    if (exact < min || exact > max)
      throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', `${exact} is not in ${min} to ${max}`);
    this.#value = exact;
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
    super(value, MIN_SIGNED, MAX_SIGNED);
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
    super(value, 0n, MAX_UNSIGNED);
  }
}

/** Number: a double. Bigint: signed, from 2^63 on unsigned. Keys are case-insensitive. */
export type MetaValue = string | number | bigint | boolean | Signed | Unsigned;
export type Meta = Record<string, MetaValue>;

function flatValue(key: string, value: unknown): [number, string | number | bigint | boolean] {
  switch (typeof value) {
    case 'string':
      checkText(value, `meta.${key}`);
      return [MD_TYPE_STRING, value];
    case 'number':
      return [MD_TYPE_DOUBLE, value];
    case 'boolean':
      return [MD_TYPE_BOOLEAN, value];
    case 'bigint':
      return value > MAX_SIGNED
        ? [MD_TYPE_UNSIGNED_INT, new Unsigned(value).valueOf()]
        : [MD_TYPE_SIGNED_INT, new Signed(value).valueOf()];
    default:
      if (value instanceof Signed) return [MD_TYPE_SIGNED_INT, value.valueOf()];
      if (value instanceof Unsigned) return [MD_TYPE_UNSIGNED_INT, value.valueOf()];
      throw typeError(
        'ERR_COLLECTD_INVALID_ARGUMENT',
        `meta.${key} must be a string, number, bigint, boolean, Signed or Unsigned`,
      );
  }
}

/** collectd compares keys with strcasecmp(), which knows the case of ASCII letters only. */
function folded(key: string): string {
  return key.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Of keys that are the same without regard to case the last one counts, as for collectd. */
function withoutDoubles(entries: [string, MetaValue][]): [string, MetaValue][] {
  const byKey = new Map(entries.map((entry) => [folded(entry[0]), entry]));
  return byKey.size === entries.length ? entries : [...byKey.values()];
}

/** A copy of what a constructor was given. What is no meta data is refused when it is dispatched. */
export function ownMeta(meta: Meta | undefined): Meta {
  if (meta === undefined) return {};
  const isPlain = typeof meta === 'object' && meta !== null && !(Symbol.iterator in meta);
  return isPlain ? { ...meta } : meta;
}

/** @throws TypeError, RangeError for what meta data cannot be. */
export function flattenMeta(meta: Meta): FlatMeta {
  if (meta === null || typeof meta !== 'object' || Array.isArray(meta))
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', 'meta must be an object');
  if (meta instanceof Map)
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', 'meta must be a plain object, not a Map');
  const flat: FlatMeta = [];
  const entries = Object.entries(meta);
  for (const [key, value] of entries.length > 1 ? withoutDoubles(entries) : entries) {
    checkText(key, 'a key of meta');
    flat.push(key, ...flatValue(key, value));
  }
  return flat;
}

export function metaFromFlat(flat: FlatMeta): Meta {
  const meta: Meta = {};
  for (let i = 0; i + 2 < flat.length; i += 3) {
    const key = String(flat[i]);
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
    Object.defineProperty(meta, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
}
