// The binding as the library sees it, without collectd.
import type { Native } from '../../lib/contract/native.ts';

/** What a test does not need throws when it is used all the same. */
export function fakeNative(parts: Partial<Native>): Native {
  return new Proxy(parts as Native, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (value === undefined) throw new Error(`native.${String(name)} is not part of this test`);
      return value;
    },
  });
}
