/** Threads that modules make with worker_threads get the same guard (lib/thread.ts). */
import type { Worker, WorkerOptions } from 'node:worker_threads';
import { currentCaller } from './caller.ts';

/** The key of the caller in the environment data of a thread. */
export const CALLER_KEY = 'collectd-nodejs.caller';

/** Changes the module worker_threads. */
export function guardThreads(exports: Record<string, unknown>, guardFile: string): void {
  const { Worker: Original, setEnvironmentData } = exports as {
    Worker: typeof Worker;
    setEnvironmentData: (key: string, value: unknown) => void;
  };
  exports.Worker = class extends Original {
    constructor(file: string | URL, options: WorkerOptions = {}) {
      const { name, path } = currentCaller();
      setEnvironmentData(CALLER_KEY, { name, path });
      const execArgv = ['--require', guardFile, ...(options.execArgv ?? [])];
      super(file, { ...options, execArgv });
    }
  };
  Object.defineProperty(exports.Worker, 'name', { value: 'Worker' });
}
