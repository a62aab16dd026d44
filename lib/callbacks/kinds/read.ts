/** Callbacks that run once in every interval. */

import { NONE } from '../../shared/field-arguments.ts';
import { callbackKind } from '../callback-kind.ts';
import {
  type Awaitable,
  type CallbackOptions,
  COMMON_OPTIONS,
  type Data,
} from '../callback-options.ts';
import { register, unregister, unregisterGroup } from '../registry.ts';

const READ = callbackKind('read', {
  options: [...COMMON_OPTIONS, 'interval', 'timeout', 'group'],
  mayTakeInterval: true,
});

export interface ReadOptions extends CallbackOptions {
  /** Seconds, more than 0; 0 or left out: the module's interval. */
  interval?: number;
  /** Seconds for one call; left out: the module's Timeout, or the larger of 10 and the interval. */
  timeout?: number;
  /** For {@link unregister_read_group}. */
  group?: string;
}

/**
 * Registers a callback that is called once in every interval. When it throws, or
 * its promise is rejected, collectd waits for longer and longer before it tries again.
 *
 * @param options - or just the interval in seconds.
 * @throws RangeError for an interval or a timeout that is negative, not finite or absurd.
 * Source: collectd-python(5), register_read.
 */
export function register_read(
  callback: (...data: Data) => Awaitable<void>,
  options: ReadOptions | number = NONE,
): string {
  const given = typeof options === 'number' ? { interval: options } : options;
  return register(READ, callback, given).identifier;
}

/** Takes a read callback back. See {@link unregister_config}. */
export function unregister_read(which: string | ((...args: never[]) => unknown)): void {
  unregister(READ, which);
}

/**
 * Takes all read callbacks of a group back, whichever modules registered them.
 *
 * @throws Error ERR_COLLECTD_NOT_REGISTERED when there is none; TypeError.
 * Source: plugin.h, plugin_unregister_read_group.
 */
export function unregister_read_group(group: string): void {
  unregisterGroup(group);
}
