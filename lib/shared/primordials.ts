/**
 * Functions of JavaScript's own as they are before any module runs. A module may replace them, or
 * put setters where arrays and objects look for them: with what comes from here values still go on
 * and failures are still logged, those of other modules in the same worker as well.
 *
 * Code that runs while modules run uses these, lists that are whole when they are made, and indices: a
 * spread, a destructured array and `for … of` ask the prototype for an iterator, push() for a setter.
 */

const { bind, call } = Function.prototype;

/** A method as a function that takes its object first. It costs no more than the method. */
export const uncurryThis = bind.bind(call) as <This, Args extends unknown[], Result>(
  method: (this: This, ...args: Args) => Result,
) => (self: This, ...args: Args) => Result;

export const { apply, construct } = Reflect;
export const { defineProperty, freeze, is, keys: objectKeys, values: objectValues } = Object;
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
export const splitText = uncurryThis(text.split) as unknown as (
  text: string,
  separator: string,
) => string[];
export const toLowerCase = uncurryThis(text.toLowerCase);
export const trim = uncurryThis(text.trim);
export const replaceAll = uncurryThis(text.replaceAll) as unknown as (
  text: string,
  part: string,
  by: string,
) => string;
/** Unlike test() it calls nothing that can be replaced. */
export const exec = uncurryThis(RegExp.prototype.exec);

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
export const resolvedWith = Promise.resolve.bind(Promise) as (value: unknown) => Promise<unknown>;
export const promiseThen = uncurryThis(Promise.prototype.then) as <T>(
  promise: Promise<T>,
  done: (value: T) => unknown,
  failed: (reason: unknown) => unknown,
) => Promise<unknown>;

/** Takes its methods from itself. */
function withOwnMethods(own: object, { prototype }: { readonly prototype: object }): void {
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
