/** Threads that modules make with worker_threads get the same guard (lib/worker/thread-boot.ts). */
import type { ResourceLimits, Worker, WorkerOptions } from 'node:worker_threads';
import { currentCaller } from './caller.ts';

/** The key of the caller in the environment data of a thread. */
export const CALLER_KEY = 'collectd-nodejs.caller';

/** Each thread may use as much as its worker; its code and its young generation are in it. */
function limited(limits: ResourceLimits = {}, heapLimit: number): ResourceLimits {
  if (!Number.isFinite(heapLimit)) return limits;
  const most = (given: number | undefined): number => Math.min(given ?? heapLimit, heapLimit);
  return { ...limits, maxOldGenerationSizeMb: most(limits.maxOldGenerationSizeMb) };
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
  exports.Worker = class extends Original {
    constructor(file: string | URL, options: WorkerOptions = {}) {
      const { name, path } = currentCaller();
      setEnvironmentData(CALLER_KEY, { name, path });
      const resourceLimits = limited(options.resourceLimits, heapLimit);
      const execArgv = ['--require', guardFile, ...(options.execArgv ?? [])];
      super(file, { ...options, execArgv, resourceLimits });
    }
  };
  Object.defineProperty(exports.Worker, 'name', { value: 'Worker' });
}
