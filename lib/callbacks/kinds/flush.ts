/** Callbacks that write what a module keeps back. */
import type { Handlers } from '../../contract/native.ts';
import { callbackKind } from '../callback-kind.ts';
import type { Awaitable, CallbackOptions, Data } from '../callback-options.ts';
import { register, unregister } from '../registry.ts';
import { runCallback } from '../step.ts';

const FLUSH = callbackKind('flush');

/**
 * Registers a callback that writes what the module keeps back: what is older than
 * `seconds` (0: everything), of one identifier or (null) of all. It runs when the
 * writes before it have settled; whoever flushes waits for it at most a second.
 *
 * Source: collectd-python(5), register_flush.
 */
export function register_flush(
  callback: (seconds: number, identifier: string | null, ...data: Data) => Awaitable<void>,
  options: CallbackOptions = {},
): string {
  return register(FLUSH, callback, options).identifier;
}

/** Takes a flush callback back. See {@link unregister_config}. */
export function unregister_flush(which: string | ((...args: never[]) => unknown)): void {
  unregister(FLUSH, which);
}

export const flushHandlers = {
  flush: (call, callback, seconds, identifier) =>
    runCallback(call, callback, () => [seconds, identifier]),
} satisfies Partial<Handlers>;
