/**
 * Functions of JavaScript's own as they are before any module runs. A module may replace them, or
 * put setters where arrays and objects look for them: with what comes from here values still go on
 * and failures are still logged, those of other modules in the same worker as well.
 *
 * Code that runs while modules run uses these, lists that are whole when they are made, and indices: a
 * spread, a destructured array and `for … of` ask the prototype for an iterator, push() for a setter.
 */

import { types } from 'node:util';

const { bind, call } = Function.prototype;
const { isPromise } = types;

/** A method as a function that takes its object first. It costs no more than the method. */
export const uncurryThis = bind.bind(call) as <This, Args extends unknown[], Result>(
  method: (this: This, ...args: Args) => Result,
) => (self: This, ...args: Args) => Result;

export const { apply, construct } = Reflect;
export const {
  assign,
  defineProperty,
  freeze,
  is,
  keys: objectKeys,
  values: objectValues,
} = Object;
export const { isArray } = Array;
export const { imul, max, min, trunc } = Math;
export const { asIntN, asUintN } = BigInt;
export const toText = String;
export const toNumber = Number;
export const toBigInt = BigInt;
export const { isInteger } = Number;
export const byteLength = Buffer.byteLength;
export const indexOfByte = uncurryThis(Uint8Array.prototype.indexOf);
export const fillBytes = uncurryThis(Uint8Array.prototype.fill);

/** toString() and write() would look them up in the prototype. Neither is in Node's documents. */
interface Utf8Methods {
  utf8Slice(this: Buffer, start: number, end: number): string;
  utf8Write(this: Buffer, text: string, offset: number, length: number): number;
}

const buffer = Buffer.prototype as unknown as Utf8Methods;
export const utf8Slice = uncurryThis(buffer.utf8Slice);
export const utf8Write = uncurryThis(buffer.utf8Write);
export const now: () => number = performance.now.bind(performance);

const text = String.prototype;
export const charCodeAt = uncurryThis(text.charCodeAt);
export const includesText = uncurryThis(text.includes);
export const indexOfText = uncurryThis(text.indexOf);
export const slice = uncurryThis(text.slice);
export const toLowerCase = uncurryThis(text.toLowerCase);
export const trim = uncurryThis(text.trim);
/** Unlike test() it calls nothing that can be replaced. */
export const exec = uncurryThis(RegExp.prototype.exec);

/** As text.split(), which asks the separator for a Symbol.split first, as far as Object.prototype. */
export function splitText(whole: string, separator: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (;;) {
    const at = indexOfText(whole, separator, from);
    if (at < 0) break;
    append(parts, slice(whole, from, at));
    from = at + separator.length;
  }
  append(parts, from === 0 ? whole : slice(whole, from));
  return parts;
}

/** As text.replaceAll(), which asks the part for a Symbol.replace first. */
export function replaceAll(whole: string, part: string, by: string): string {
  let from = 0;
  let done = '';
  for (;;) {
    const at = indexOfText(whole, part, from);
    if (at < 0) break;
    done += slice(whole, from, at) + by;
    from = at + part.length;
  }
  return from === 0 ? whole : done + slice(whole, from);
}

const hasInstance = uncurryThis(Function.prototype[Symbol.hasInstance]);

/** As instanceof, which asks the class first. */
export function isInstance<T>(
  value: unknown,
  type: abstract new (...args: never[]) => T,
): value is T {
  return hasInstance(type, value);
}

export const BuiltinError = Error;
export const BuiltinRangeError = RangeError;
export const BuiltinTypeError = TypeError;
export const BuiltinMap = Map;
export const BuiltinPromise = Promise;

const resolve = Promise.resolve.bind(Promise) as (value: unknown) => Promise<unknown>;
const then = uncurryThis(Promise.prototype.then);

/** As Promise.resolve(), also where the constructor of a promise cannot be got. */
export function resolvedWith(value: unknown): Promise<unknown> {
  try {
    return resolve(value);
  } catch {
    return isPromise(value) ? value : new BuiltinPromise((done) => done(value));
  }
}

/** As promise.then(), also where the constructor of the promise, or its species, cannot be got. */
export function promiseThen<T>(
  promise: Promise<T>,
  done: (value: T) => unknown,
  failed: (reason: unknown) => unknown,
): Promise<unknown> {
  try {
    return then(promise, done as (value: unknown) => unknown, failed);
  } catch {
    // Without one it is Promise.
    void defineProperty(promise, 'constructor', {
      __proto__: null,
      value: undefined,
      configurable: true,
      writable: true,
    } as PropertyDescriptor);
    return then(promise, done as (value: unknown) => unknown, failed);
  }
}

/** Takes its methods from itself. */
export function withOwnMethods(own: object, { prototype }: { readonly prototype: object }): void {
  for (const key of Reflect.ownKeys(prototype)) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
    if (descriptor !== undefined && key !== 'constructor') defineProperty(own, key, descriptor);
  }
  Object.setPrototypeOf(own, null);
}

export class SafeMap<Key, Value> extends Map<Key, Value> {
  static {
    withOwnMethods(SafeMap.prototype, Map);
  }

  // biome-ignore lint/complexity/noUselessConstructor: the one that is left out takes an iterator.
  constructor() {
    super();
  }
}

export class SafeSet<Value> extends Set<Value> {
  static {
    withOwnMethods(SafeSet.prototype, Set);
  }

  // biome-ignore lint/complexity/noUselessConstructor: as above.
  constructor() {
    super();
  }
}

export class SafeWeakMap<Key extends object, Value> extends WeakMap<Key, Value> {
  static {
    withOwnMethods(SafeWeakMap.prototype, WeakMap);
  }
}

/** As push(), which asks Array.prototype for a setter first. */
export function append<T>(list: T[], item: T): void {
  defineProperty(list, list.length, {
    // An object with a prototype could get `get` from there.
    __proto__: null,
    value: item,
    writable: true,
    enumerable: true,
    configurable: true,
  } as PropertyDescriptor);
}

/** Has elements to assign to; without a class of its own to make copies of. */
const FILLED: unknown[] = defineProperty(
  Array.from({ length: 1024 }, () => undefined),
  'constructor',
  { value: undefined },
);
const copyOf = uncurryThis(Array.prototype.slice);

/** A list that is whole when it is there. Short ones, which most are, cost no more than any other. */
export function listOf<T>(length: number, at: (index: number) => T): T[] {
  switch (length) {
    case 0:
      return [];
    case 1:
      return [at(0)];
    case 2:
      return [at(0), at(1)];
    case 3:
      return [at(0), at(1), at(2)];
  }
  const list = copyOf(FILLED, 0, length) as T[];
  for (let i = 0; i < length; i++) {
    if (i < list.length) list[i] = at(i);
    else append(list, at(i));
  }
  return list;
}
