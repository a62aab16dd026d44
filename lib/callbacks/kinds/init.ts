/** Callbacks that run once, after the configuration. */

import { NONE } from '../../shared/field-arguments.ts';
import { callbackKind } from '../callback-kind.ts';
import type { Awaitable, CallbackOptions, Data } from '../callback-options.ts';
import { register, unregister } from '../registry.ts';

const INIT = callbackKind('init', { isCalledOnce: true });

/** Registers a callback that runs once, after the configuration. See {@link register_config}. */
export function register_init(
  callback: (...data: Data) => Awaitable<void>,
  options: CallbackOptions = NONE,
): string {
  return register(INIT, callback, options).identifier;
}

/** Takes an init callback back. See {@link unregister_config}. */
export function unregister_init(which: string | ((...args: never[]) => unknown)): void {
  unregister(INIT, which);
}
