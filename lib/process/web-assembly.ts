/** Where the system lets no program compile (native/node/executable_memory.h), V8 has no WebAssembly. */
import { refuse } from './refuse.ts';

/** fetch() is Node's own, and would fail with an exception that no module can catch. */
export function refuseWithoutWebAssembly(): void {
  if ('WebAssembly' in globalThis) return;
  Object.defineProperty(globalThis, 'fetch', {
    configurable: true,
    enumerable: true,
    writable: true,
    value: async () => refuse('fetch()', 'it needs WebAssembly, which is not there; use node:http'),
  });
}
