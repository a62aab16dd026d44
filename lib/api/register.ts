/** The register_* and unregister_* functions of the `collectd` module. */

import { type Options, register, unregister, unregisterGroup } from '../callbacks/registry.ts';
import { closeWriteQueue, openWriteQueue } from '../callbacks/write-queues.ts';
import { typeError } from '../shared/errors.ts';
import type { Config } from '../values/config.ts';
import type { Notification } from '../values/notification.ts';
import type { Values } from '../values/values.ts';

export type Awaitable<T> = T | PromiseLike<T>;
/** With `data` in the options, callbacks get it as their last argument. */
export type Data = [data?: never];

export type CallbackOptions = Options;

export interface ReadOptions extends Options {
  /** Seconds, more than 0; 0 or left out: the module's interval. */
  interval?: number;
  /** Seconds for one call; left out: the module's Timeout, or the larger of 10 and the interval. */
  timeout?: number;
  /** For {@link unregister_read_group}. */
  group?: string;
}

export interface WriteOptions extends Options {
  /** Exact bigints for counter, derive and absolute values instead of numbers. */
  bigint?: boolean;
  /** Lists know their {@link Values.rates | rates()} then, which makes each several times as expensive. */
  rates?: boolean;
}

export interface BatchOptions extends WriteOptions {
  /** The callback gets an array of up to 1024 value lists. */
  batch: true;
}

export const COMMON = ['name', 'data'];

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
  return register('config', callback, options, COMMON).identifier;
}

/** Registers a callback that runs once, after the configuration. See {@link register_config}. */
export function register_init(
  callback: (...data: Data) => Awaitable<void>,
  options: CallbackOptions = {},
): string {
  return register('init', callback, options, COMMON).identifier;
}

/** Registers a callback that runs once, when collectd stops. See {@link register_config}. */
export function register_shutdown(
  callback: (...data: Data) => Awaitable<void>,
  options: CallbackOptions = {},
): string {
  return register('shutdown', callback, options, COMMON).identifier;
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
  options: ReadOptions | number = {},
): string {
  const given = typeof options === 'number' ? { interval: options } : options;
  return register('read', callback, given, [...COMMON, 'interval', 'timeout', 'group']).identifier;
}

/**
 * Registers a callback that gets every value list that any plugin dispatches, one
 * call at a time, in the order of their arrival.
 *
 * Source: collectd-python(5), register_write.
 */
export function register_write(
  callback: (lists: Values[], ...data: Data) => Awaitable<void>,
  options: BatchOptions,
): string;
export function register_write(
  callback: (list: Values, ...data: Data) => Awaitable<void>,
  options?: WriteOptions & { batch?: false },
): string;
export function register_write(
  callback: (list: never, ...data: Data) => Awaitable<void>,
  options: WriteOptions & { batch?: boolean } = {},
): string {
  for (const flag of ['batch', 'bigint', 'rates'] as const)
    if (options?.[flag] !== undefined && typeof options[flag] !== 'boolean')
      throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `register_write: ${flag} must be a boolean`);
  const entry = register('write', callback, options, [...COMMON, 'batch', 'bigint', 'rates']);
  openWriteQueue(entry, {
    batch: options.batch === true,
    bigint: options.bigint === true,
    rates: options.rates === true,
  });
  return entry.identifier;
}

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
  return register('flush', callback, options, COMMON).identifier;
}

/**
 * Registers a callback for notifications, of all plugins. It gets them after the
 * value lists that came before.
 *
 * Source: collectd-python(5), register_notification.
 */
export function register_notification(
  callback: (notification: Notification, ...data: Data) => Awaitable<void>,
  options: CallbackOptions = {},
): string {
  return register('notification', callback, options, COMMON).identifier;
}

/**
 * Registers a callback for log messages, its severity (see the LOG_* constants) first.
 * What is logged while it runs does not come back to it.
 *
 * Source: collectd-python(5), register_log.
 */
export function register_log(
  callback: (severity: number, message: string, ...data: Data) => Awaitable<void>,
  options: CallbackOptions = {},
): string {
  return register('log', callback, options, COMMON).identifier;
}

/**
 * Takes a config callback back, by its identifier or by the function itself.
 *
 * @throws Error ERR_COLLECTD_NOT_REGISTERED; TypeError.
 */
export function unregister_config(which: string | ((...args: never[]) => unknown)): void {
  unregister('config', which);
}

/** Takes an init callback back. See {@link unregister_config}. */
export function unregister_init(which: string | ((...args: never[]) => unknown)): void {
  unregister('init', which);
}

/** Takes a shutdown callback back. See {@link unregister_config}. */
export function unregister_shutdown(which: string | ((...args: never[]) => unknown)): void {
  unregister('shutdown', which);
}

/** Takes a read callback back. See {@link unregister_config}. */
export function unregister_read(which: string | ((...args: never[]) => unknown)): void {
  unregister('read', which);
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

/** Takes a write callback back; what waits for it is dropped. See {@link unregister_config}. */
export function unregister_write(which: string | ((...args: never[]) => unknown)): void {
  for (const id of unregister('write', which)) closeWriteQueue(id);
}

/** Takes a flush callback back. See {@link unregister_config}. */
export function unregister_flush(which: string | ((...args: never[]) => unknown)): void {
  unregister('flush', which);
}

/** Takes a notification callback back. See {@link unregister_config}. */
export function unregister_notification(which: string | ((...args: never[]) => unknown)): void {
  unregister('notification', which);
}

/** Takes a log callback back. See {@link unregister_config}. */
export function unregister_log(which: string | ((...args: never[]) => unknown)): void {
  unregister('log', which);
}
