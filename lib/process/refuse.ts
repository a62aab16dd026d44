import { LOG_WARNING } from '../shared/constants.ts';
import { runtimeError } from '../shared/errors.ts';
import { logCall } from './caller.ts';

/**
 * What would change the process that modules share with collectd: logged, also when
 * the module catches the Error.
 *
 * @param kind - what calls have in common of which a module has one line a minute.
 */
export function refusal(call: string, reason: string, kind = call): Error {
  logCall(LOG_WARNING, call, `refused: ${reason}`, kind);
  return runtimeError('ERR_COLLECTD_PROCESS', `${call} is refused: ${reason}`);
}

/** @throws Error ERR_COLLECTD_PROCESS */
export function refuse(call: string, reason: string, kind = call): never {
  throw refusal(call, reason, kind);
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
