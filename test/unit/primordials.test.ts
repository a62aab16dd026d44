// Lists, maps and sets that ask no prototype which a module has changed.
import { expect, test } from 'vitest';
import { MD_TYPE_DOUBLE, MD_TYPE_STRING } from '../../lib/contract/layout.generated.ts';
import { append, isInstance, listOf, SafeMap, SafeSet } from '../../lib/shared/primordials.ts';
import { flattenMeta } from '../../lib/values/meta.ts';
import { Values } from '../../lib/values/values.ts';

const refuse = (): never => {
  throw new Error('a prototype was asked');
};

/** Runs the code while arrays and objects find setters, and nothing is what it was; vitest needs them afterwards. */
function withTraps<T>(code: () => T): T {
  const trap = { configurable: true, get: refuse, set: refuse };
  const places = Array.from({ length: 2000 }, (_, i) => String(i));
  const methods = { map: Map.prototype, set: Set.prototype, array: Array.prototype };
  const saved = Object.values(methods).map(
    (prototype) => [prototype, Object.getOwnPropertyDescriptors(prototype)] as const,
  );
  const iterator = Array.prototype[Symbol.iterator];
  try {
    for (const place of places) Object.defineProperty(Array.prototype, place, trap);
    for (const name of ['get', 'set', 'value']) Object.defineProperty(Object.prototype, name, trap);
    Map.prototype.set = refuse;
    Map.prototype.get = refuse;
    Set.prototype.add = refuse;
    Array.prototype.push = refuse;
    Array.prototype[Symbol.iterator] = refuse;
    return code();
  } finally {
    Array.prototype[Symbol.iterator] = iterator;
    for (let i = 0; i < places.length; i++)
      Reflect.deleteProperty(Array.prototype, places[i] as string);
    for (const name of ['get', 'set', 'value']) Reflect.deleteProperty(Object.prototype, name);
    for (const [prototype, descriptors] of saved)
      Object.defineProperties(prototype, descriptors as PropertyDescriptorMap);
  }
}

test.each([0, 1, 2, 3, 4, 5, 17, 1024, 1030])('a list of %i', (length) => {
  const list = withTraps(() => listOf(length, (i) => i * 2));
  expect(list).toEqual(Array.from({ length }, (_, i) => i * 2));
  expect(Object.getOwnPropertyNames(list)).toHaveLength(length + 1);
  expect(list.constructor).toBe(Array);
});

test('a list that grows', () => {
  const list: number[] = [];
  withTraps(() => {
    for (let i = 0; i < 10; i++) append(list, i);
  });
  expect(list).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('maps and sets', () => {
  const found = withTraps(() => {
    const map = new SafeMap<string, number>();
    const set = new SafeSet<string>();
    map.set('a', 1);
    set.add('b');
    return [map.get('a'), map.size, set.has('b'), set.has('c')];
  });
  expect(found).toEqual([1, 1, true, false]);
});

test('values and meta data', () => {
  const made = withTraps(() => [
    new Values({ type: 'load', values: [1, 2, 3], meta: { a: 'b' } }).values,
    flattenMeta({ a: 'b', c: 5 }),
  ]);
  expect(made).toEqual([
    [1, 2, 3],
    ['a', MD_TYPE_STRING, 'b', 'c', MD_TYPE_DOUBLE, 5],
  ]);
});

test('an instance is one whatever its class says', () => {
  class Own {
    static [Symbol.hasInstance](): boolean {
      return refuse();
    }

    readonly isOwn = true;
  }
  expect(isInstance(new Own(), Own)).toBe(true);
  expect(isInstance({}, Own)).toBe(false);
});
