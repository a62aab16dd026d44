/** Callbacks for what happens in collectd's value cache. */

import { RecordReader } from '../callbacks/record-reader.ts';
import { register, unregister } from '../callbacks/registry.ts';
import { closeWriteQueue, openWriteQueue } from '../callbacks/write-queues.ts';
import { native, type WriterHandle } from '../contract/native.ts';
import { typeError } from '../shared/errors.ts';
import { identifierOf } from '../values/identifier.ts';
import type { Values } from '../values/values.ts';
import { type Awaitable, type CallbackOptions, COMMON, type Data } from './register.ts';

/** In the order of plugin.h, CE_VALUE_NEW and so on. */
const KINDS = ['new', 'update', 'expired'] as const;
export type CacheEventKind = (typeof KINDS)[number];

export interface CacheEvent {
  /**
   * `new`: there was nothing under this name; `update`: there is a newer value;
   * `expired`: the entry is being removed, as it was not updated for long.
   */
  kind: CacheEventKind;
  /** `host/plugin-instance/type-instance` */
  name: string;
  /** What the cache was given. An expired entry has none. */
  values?: Values;
}

export interface CacheEventOptions extends CallbackOptions {
  /** Which events the callback wants; default: all. */
  kinds?: readonly CacheEventKind[];
  /** Exact bigints for counter, derive and absolute values instead of numbers. */
  bigint?: boolean;
}

class CacheEventReader {
  readonly #records: RecordReader;

  constructor(writer: WriterHandle, memory: ArrayBuffer, cells: ArrayBuffer, bigint: boolean) {
    this.#records = new RecordReader(writer, memory, cells, bigint);
  }

  at(index: number): CacheEvent {
    const values = this.#records.at(index);
    const name = identifierOf(values);
    const kind = KINDS[this.#records.eventAt(index)] ?? 'update';
    return kind === 'expired' ? { kind, name } : { kind, name, values };
  }
}

function bitsOf(kinds: unknown): number {
  if (!Array.isArray(kinds))
    throw typeError(
      'ERR_COLLECTD_INVALID_ARGUMENT',
      'register_cache_event: kinds must be an array',
    );
  let bits = 0;
  for (const kind of kinds) {
    const bit = KINDS.indexOf(kind as CacheEventKind);
    if (bit === -1)
      throw typeError(
        'ERR_COLLECTD_INVALID_ARGUMENT',
        `register_cache_event: unknown kind "${String(kind)}"; there are ${KINDS.join(', ')}`,
      );
    bits |= 1 << bit;
  }
  return bits;
}

/**
 * Registers a callback for what happens in collectd's value cache. The events are
 * queued, one call at a time, and nobody waits: those over the WriteQueueLimit are
 * dropped, counted and logged. So `collectd.cache` may know more by then.
 *
 * @returns the identifier, `nodejs.<module>` or `nodejs.<name>`.
 * @throws Error ERR_COLLECTD_DUPLICATE, ERR_COLLECTD_TOO_LATE; TypeError.
 * Source: plugin.h, plugin_register_cache_event.
 */
export function register_cache_event(
  callback: (event: CacheEvent, ...data: Data) => Awaitable<void>,
  options: CacheEventOptions = {},
): string {
  const bits = bitsOf(options?.kinds ?? KINDS);
  if (options?.bigint !== undefined && typeof options.bigint !== 'boolean')
    throw typeError(
      'ERR_COLLECTD_INVALID_ARGUMENT',
      'register_cache_event: bigint must be a boolean',
    );
  const entry = register('cache_event', callback, options, [...COMMON, 'kinds', 'bigint']);
  native.cache_event_kinds(entry.id, bits);
  const bigint = options.bigint === true;
  openWriteQueue(entry, { batch: false, bigint, rates: false, records: CacheEventReader });
  return entry.identifier;
}

/**
 * Takes a cache event callback back, by its identifier or by the function itself; what
 * waits for it is dropped.
 *
 * @throws Error ERR_COLLECTD_NOT_REGISTERED; TypeError.
 */
export function unregister_cache_event(which: string | ((...args: never[]) => unknown)): void {
  for (const id of unregister('cache_event', which)) closeWriteQueue(id);
}

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
  callback: (list: Values, ...data: Data) => Awaitable<void>,
  options: CallbackOptions = {},
): string {
  const entry = register('missing', callback, options, COMMON);
  openWriteQueue(entry, { batch: false, bigint: false, rates: false });
  return entry.identifier;
}

/** Takes a missing callback back. See {@link unregister_cache_event}. */
export function unregister_missing(which: string | ((...args: never[]) => unknown)): void {
  for (const id of unregister('missing', which)) closeWriteQueue(id);
}
