/** Callbacks for what happens in collectd's value cache. */

import {
  CE_VALUE_EXPIRED,
  CE_VALUE_NEW,
  CE_VALUE_UPDATE,
} from '../../contract/layout.generated.ts';
import { native, type WriterHandle } from '../../contract/native.ts';
import { typeError } from '../../shared/errors.ts';
import { NONE } from '../../shared/field-arguments.ts';
import { didYouMean } from '../../shared/suggestion.ts';
import type { Received } from '../../types/index.ts';
import { identifierOf } from '../../values/identifier.ts';
import type { Values } from '../../values/typed-values.ts';
import { callbackKind } from '../callback-kind.ts';
import {
  type Awaitable,
  type CallbackOptions,
  COMMON_OPTIONS,
  checkFlags,
  type Data,
  sentence,
} from '../callback-options.ts';
import { RecordReader } from '../record-reader.ts';
import { register, unregister } from '../registry.ts';
import { closeWriteQueue, openWriteQueue } from '../write-queues.ts';

const CACHE_EVENT = callbackKind('cache_event', {
  options: [...COMMON_OPTIONS, 'kinds', 'bigint'],
});

const KINDS = ['new', 'update', 'expired'] as const;
export type CacheEventKind = (typeof KINDS)[number];

const NUMBERS: Readonly<Record<CacheEventKind, number>> = {
  new: CE_VALUE_NEW,
  update: CE_VALUE_UPDATE,
  expired: CE_VALUE_EXPIRED,
};
const BY_NUMBER = [...KINDS].sort((a, b) => NUMBERS[a] - NUMBERS[b]);

/** A change of one entry of the cache. Its values are of the type `N`. */
export type CacheEvent<N extends number | bigint = number | bigint> =
  | {
      /** `new`: there was nothing under this name; `update`: there is a newer value. */
      kind: 'new' | 'update';
      /** `host/plugin-instance/type-instance` */
      name: string;
      /** What the cache was given. */
      values: Values<string, N>;
    }
  | {
      /** The entry is being removed, as it was not updated for long. */
      kind: 'expired';
      /** `host/plugin-instance/type-instance` */
      name: string;
      values?: undefined;
    };

export interface CacheEventOptions<Exact extends boolean = boolean> extends CallbackOptions {
  /** Which events the callback wants; default: all. */
  kinds?: readonly CacheEventKind[];
  /** Exact bigints for counter, derive and absolute values instead of numbers. */
  bigint?: Exact;
}

class CacheEventReader {
  readonly #reader: RecordReader;

  constructor(writer: WriterHandle, memory: ArrayBuffer, cells: ArrayBuffer, bigint: boolean) {
    this.#reader = new RecordReader(writer, memory, cells, bigint);
  }

  at(index: number): CacheEvent {
    const values = this.#reader.at(index);
    const name = identifierOf(values);
    const kind = BY_NUMBER[this.#reader.eventAt(index)] ?? 'update';
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
    if (!KINDS.includes(kind as CacheEventKind))
      throw typeError(
        'ERR_COLLECTD_INVALID_ARGUMENT',
        `register_cache_event: unknown kind "${String(kind)}"; there are ${KINDS.join(', ')}${sentence(didYouMean(String(kind), KINDS))}`,
      );
    bits |= 1 << NUMBERS[kind as CacheEventKind];
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
export function register_cache_event<Exact extends boolean = false>(
  callback: (event: CacheEvent<Received<Exact>>, ...data: Data) => Awaitable<void>,
  options: CacheEventOptions<Exact> = NONE,
): string {
  const bits = bitsOf(options?.kinds ?? KINDS);
  checkFlags('register_cache_event', options, ['bigint']);
  const entry = register(CACHE_EVENT, callback, options);
  native.cache_event_kinds(entry.id, bits);
  const bigint = options.bigint === true;
  openWriteQueue(entry, { batch: false, bigint, rates: false, reader: CacheEventReader });
  return entry.identifier;
}

/**
 * Takes a cache event callback back, by its identifier or by the function itself; what
 * waits for it is dropped.
 *
 * @throws Error ERR_COLLECTD_NOT_REGISTERED; TypeError.
 */
export function unregister_cache_event(which: string | ((...args: never[]) => unknown)): void {
  for (const id of unregister(CACHE_EVENT, which)) closeWriteQueue(id);
}
