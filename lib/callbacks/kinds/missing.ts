/** Callbacks for value lists that are not updated any more. */

import { NONE } from '../../shared/field-arguments.ts';
import type { Values } from '../../values/typed-values.ts';
import { callbackKind } from '../callback-kind.ts';
import type { Awaitable, CallbackOptions, Data } from '../callback-options.ts';
import { register, unregister } from '../registry.ts';
import { closeWriteQueue, openWriteQueue } from '../write-queues.ts';

const MISSING = callbackKind('missing');

/**
 * Registers a callback for value lists that are missing: not updated for as many of
 * their intervals as `Timeout` in collectd.conf says. It gets their identifier, the time
 * of the last update and the interval; `values` is empty. It is called once for each
 * disappearance, queued as cache events are; `collectd.cache` may have lost the entry
 * by then.
 *
 * @returns the identifier, `nodejs.<module>` or `nodejs.<name>`.
 * @throws Error ERR_COLLECTD_DUPLICATE, ERR_COLLECTD_TOO_LATE; TypeError.
 * Source: plugin.h, plugin_register_missing.
 */
export function register_missing(
  callback: (list: Values<string, never>, ...data: Data) => Awaitable<void>,
  options: CallbackOptions = NONE,
): string {
  const entry = register(MISSING, callback, options);
  openWriteQueue(entry, { batch: false, bigint: false, rates: false });
  return entry.identifier;
}

/** Takes a missing callback back. See {@link unregister_cache_event}. */
export function unregister_missing(which: string | ((...args: never[]) => unknown)): void {
  for (const id of unregister(MISSING, which)) closeWriteQueue(id);
}
