/** process.exit() ends the worker that calls it (native/node/worker.cc); the log says who did. */
import { LOG_ERR } from '../shared/constants.ts';
import { logCall } from './caller.ts';

export function watchExit(): void {
  const { exit } = process;
  process.exit = (code?: number | string | null): never => {
    const shown = code === undefined || code === null ? '' : String(code);
    logCall(LOG_ERR, `process.exit(${shown})`, 'ends the worker of this module, not collectd');
    return exit.call(process, code);
  };
}
