/**
 * A daemon to take collectd's place: the contract of lib/contract/native.ts in JavaScript. A
 * function that is added there has to be filled in here, or this does not compile.
 */
import type { Native, Session } from '../contract/native.ts';
import { Cache, cacheFunctions } from './cache.ts';
import { Calls } from './calls.ts';
import { type DataSets, dataSetFunctions, KnownDataSets } from './data-sets.ts';
import { dispatchFunctions } from './dispatching.ts';
import { Library } from './library.ts';
import { flushFunction, logFunctions, notificationFunctions } from './messages.ts';
import type { Output } from './output.ts';
import { processFunctions } from './process.ts';
import { Registry, registryFunctions } from './registry.ts';
import { Writers, writerFunctions } from './writers.ts';

export interface FakeCollectd {
  readonly native: Native;
  readonly registry: Registry;
  readonly calls: Calls;
  readonly library: Library;
  /** Gives write callbacks what waits for them, until nothing does or the time is up. */
  drain(seconds: number): Promise<void>;
}

export function createFakeCollectd(
  session: Session,
  dataSets: DataSets,
  output: Output,
): FakeCollectd {
  const library = new Library();
  const registry = new Registry();
  const calls = new Calls();
  const writers = new Writers();
  const cache = new Cache();
  const known = new KnownDataSets(dataSets);
  const native: Native = {
    session,
    listen: (handlers) => library.listen(handlers),
    settle: (call, succeeded) => calls.settle(call, succeeded),
    ...registryFunctions(registry, writers),
    ...writerFunctions(writers),
    ...dispatchFunctions({ session, library, registry, writers, cache, known, output }),
    ...dataSetFunctions(known, registry),
    ...cacheFunctions(cache),
    ...notificationFunctions(library, registry, output),
    ...flushFunction(library, registry, calls),
    ...logFunctions(library, registry, output),
    ...processFunctions(output),
  };
  return {
    native,
    registry,
    calls,
    library,
    async drain(seconds) {
      const deadline = performance.now() + seconds * 1000;
      // The next turn gives out all that was queued just now.
      await new Promise((resolve) => setImmediate(resolve));
      while (writers.busy().length > 0 && performance.now() < deadline) {
        for (const callback of writers.busy()) library.handlers.write(callback);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
  };
}
