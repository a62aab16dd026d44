import { apply, defineProperty } from '../../shared/primordials.ts';

let depth = 0;

/** In Node.js 18 structuredClone() posts to a channel of its own, and reads it at once. */
export const isCloning = (): boolean => depth > 0;

function watched(original: typeof structuredClone): unknown {
  // A method, as Node's: no constructor.
  return {
    structuredClone(...args: unknown[]): unknown {
      depth++;
      try {
        return apply(original, globalThis, args);
      } finally {
        depth--;
      }
    },
  }.structuredClone;
}

function replace(value: unknown): void {
  defineProperty(globalThis, 'structuredClone', {
    configurable: true,
    enumerable: true,
    writable: true,
    value,
  });
}

export function watchStructuredClone(): void {
  const get = Object.getOwnPropertyDescriptor(globalThis, 'structuredClone')?.get;
  // Later versions have it without messages, and not only when it is asked for.
  if (get === undefined) return;
  defineProperty(globalThis, 'structuredClone', {
    configurable: true,
    enumerable: true,
    get() {
      const value = watched(apply(get, globalThis, []));
      replace(value);
      return value;
    },
    set: replace,
  });
}
