/** Callbacks for the `<Module>` blocks of collectd.conf. */
import type { Handlers } from '../../contract/native.ts';
import { type Config, configFromTree } from '../../values/config.ts';
import { callbackKind } from '../callback-kind.ts';
import type { Awaitable, CallbackOptions, Data } from '../callback-options.ts';
import { register, unregister } from '../registry.ts';
import { runCallback } from '../step.ts';

const CONFIG = callbackKind('config', { isCalledOnce: true, where: 'loading module' });

/**
 * Registers a callback for the `<Module>` blocks that name this module; it is
 * called once for each.
 *
 * @returns the identifier, `nodejs.<module>` or `nodejs.<name>`.
 * @throws Error ERR_COLLECTD_DUPLICATE, ERR_COLLECTD_TOO_LATE; TypeError.
 * Source: collectd-python(5), register_config.
 */
export function register_config(
  callback: (config: Config, ...data: Data) => Awaitable<void>,
  options: CallbackOptions = {},
): string {
  return register(CONFIG, callback, options).identifier;
}

/**
 * Takes a config callback back, by its identifier or by the function itself.
 *
 * @throws Error ERR_COLLECTD_NOT_REGISTERED; TypeError.
 */
export function unregister_config(which: string | ((...args: never[]) => unknown)): void {
  unregister(CONFIG, which);
}

export const configHandlers = {
  configure: (call, callback, block) => runCallback(call, callback, () => [configFromTree(block)]),
} satisfies Partial<Handlers>;
