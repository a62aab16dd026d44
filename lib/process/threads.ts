/** Threads that modules make with worker_threads get the same guard (lib/worker/thread-boot.ts). */
import type { ResourceLimits, Worker, WorkerOptions } from 'node:worker_threads';
import { construct, defineProperty, isArray } from '../shared/primordials.ts';
import { type Caller, currentCaller, toldLines } from './caller.ts';

/** The key of the caller in the environment data of a thread. */
export const CALLER_KEY = 'collectd-nodejs.caller';

/** A thread gets to know this of whoever makes it. */
export interface ThreadCaller extends Caller {
  /** Lines that are logged once, for the module as a whole. */
  readonly told: readonly string[];
}

/** MiB: deeper ones are memory that no limit counts. Node's own are 4. */
const MOST_STACK = 64;

/** Each thread may use as much as its worker; its code and its young generation are in it. */
function limited(limits: ResourceLimits = {}, heapLimit: number): ResourceLimits {
  const { stackSizeMb, maxOldGenerationSizeMb, maxYoungGenerationSizeMb } = limits;
  const most = (given: number | undefined, limit: number): number =>
    // What is no size is Node's to refuse, or to take for none.
    given === undefined || !(given > limit) ? (given ?? limit) : limit;
  const own: ResourceLimits = { ...limits };
  if (stackSizeMb !== undefined) own.stackSizeMb = most(stackSizeMb, MOST_STACK);
  if (!Number.isFinite(heapLimit)) return own;
  own.maxOldGenerationSizeMb = most(maxOldGenerationSizeMb, heapLimit);
  if (maxYoungGenerationSizeMb !== undefined)
    own.maxYoungGenerationSizeMb = most(maxYoungGenerationSizeMb, heapLimit);
  return own;
}

/** Node refuses what is no array, and takes nothing for the arguments of this thread. */
function guarded(execArgv: string[] | undefined, guardFile: string): string[] {
  if (execArgv && !isArray(execArgv)) return execArgv;
  return ['--require', guardFile, ...(execArgv || [])];
}

/** Changes the module worker_threads. `heapLimit` is in MiB. */
export function guardThreads(
  exports: Record<string, unknown>,
  guardFile: string,
  heapLimit: number,
): void {
  const { Worker: Original, setEnvironmentData } = exports as {
    Worker: typeof Worker;
    setEnvironmentData: (key: string, value: unknown) => void;
  };
  // No class of its own: the one below it would make threads without the guard.
  const Guarded = new Proxy(Original, {
    construct(target, [file, given = {}, ...rest]: [unknown, WorkerOptions?], newTarget) {
      const { name, path } = currentCaller();
      setEnvironmentData(CALLER_KEY, { name, path, told: toldLines() } satisfies ThreadCaller);
      const resourceLimits = limited(given.resourceLimits, heapLimit);
      const execArgv = guarded(given.execArgv, guardFile);
      return construct(target, [file, { ...given, execArgv, resourceLimits }, ...rest], newTarget);
    },
  });
  defineProperty(Original.prototype, 'constructor', { value: Guarded });
  exports.Worker = Guarded;
}
