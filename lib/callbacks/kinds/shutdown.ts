/** Callbacks that run once, when collectd stops. */

import { NONE } from '../../shared/field-arguments.ts';
import { callbackKind } from '../callback-kind.ts';
import type { Awaitable, CallbackOptions, Data } from '../callback-options.ts';
import { register, unregister } from '../registry.ts';

const SHUTDOWN = callbackKind('shutdown', { isCalledOnce: true });

/** Registers a callback that runs once, when collectd stops. See {@link register_config}. */
export function register_shutdown(
  callback: (...data: Data) => Awaitable<void>,
  options: CallbackOptions = NONE,
): string {
  return register(SHUTDOWN, callback, options).identifier;
}

/** Takes a shutdown callback back. See {@link unregister_config}. */
export function unregister_shutdown(which: string | ((...args: never[]) => unknown)): void {
  unregister(SHUTDOWN, which);
}
