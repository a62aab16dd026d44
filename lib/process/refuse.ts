import { LOG_WARNING } from '../shared/constants.ts';
import { runtimeError } from '../shared/errors.ts';
import { logCall } from './caller.ts';

/**
 * What would change the process that modules share with collectd: logged, also when
 * the module catches the Error.
 *
 * @throws Error ERR_COLLECTD_PROCESS
 */
export function refuse(call: string, reason: string): never {
  logCall(LOG_WARNING, call, `refused: ${reason}`);
  throw runtimeError('ERR_COLLECTD_PROCESS', `${call} is refused: ${reason}`);
}

/** Puts a function that refuses in the place of `name`. */
export function refuseMethod(owner: object, prefix: string, name: string, reason: string): void {
  const call = `${prefix}.${name}()`;
  Object.defineProperty(owner, name, {
    configurable: true,
    enumerable: true,
    writable: true,
    value: () => refuse(call, reason),
  });
}
