/**
 * Functions of JavaScript's own as they are before any module runs: a module may replace
 * them later, and where it matters that they work, they are taken from here.
 */

export const { apply, construct } = Reflect;
export const { defineProperty, is, keys: objectKeys, values: objectValues } = Object;
export const { isArray } = Array;

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
  const list = [at(0), at(1), at(2), at(3)];
  for (let i = 4; i < length; i++) append(list, at(i));
  return list;
}
