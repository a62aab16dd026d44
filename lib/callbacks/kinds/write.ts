/** Callbacks that get every value list. */
import { inspect } from 'node:util';
import { native } from '../../contract/native.ts';
import { runtimeError, typeError } from '../../shared/errors.ts';
import { NONE } from '../../shared/field-arguments.ts';
import { checkText } from '../../shared/text.ts';
import type { Received } from '../../types/index.ts';
import type { Values } from '../../values/typed-values.ts';
import { callbackKind } from '../callback-kind.ts';
import {
  type Awaitable,
  type CallbackOptions,
  COMMON_OPTIONS,
  checkFlags,
  type Data,
} from '../callback-options.ts';
import { find, register, unregister } from '../registry.ts';
import { closeWriteQueue, openWriteQueue } from '../write-queues.ts';

const FLAGS = ['batch', 'bigint', 'rates'] as const;
const WRITE = callbackKind('write', { options: [...COMMON_OPTIONS, ...FLAGS, 'full'] });

export interface WriteOptions<Batch extends boolean = boolean, Exact extends boolean = boolean>
  extends CallbackOptions {
  /** The callback gets an array of up to 1024 value lists. */
  batch?: Batch;
  /** Exact bigints for counter, derive and absolute values instead of numbers. */
  bigint?: Exact;
  /** Lists know their {@link Values.rates | rates()} then, which makes each several times as expensive. */
  rates?: boolean;
  /**
   * Which lists are dropped when the queue (`WriteQueueLimit`) is full and the callback does
   * not keep up: the `'newest'`, those that arrive (the default), or the `'oldest'` ones.
   * {@link dropped} tells how many were.
   */
  full?: 'newest' | 'oldest';
}

export interface BatchOptions<Exact extends boolean = boolean> extends WriteOptions<true, Exact> {
  batch: true;
}

/** One list, or with `batch: true` several. */
type Handed<Batch extends boolean, List> = Batch extends true ? List[] : List;

/**
 * Registers a callback that gets every value list that any plugin dispatches, one
 * call at a time, in the order of their arrival. Values are numbers unless it asks for
 * bigints; gauges always are.
 *
 * Source: collectd-python(5), register_write.
 */
export function register_write<Batch extends boolean = false, Exact extends boolean = false>(
  callback: (
    list: Handed<Batch, Values<string, Received<Exact>>>,
    ...data: Data
  ) => Awaitable<void>,
  options: WriteOptions<Batch, Exact> = NONE,
): string {
  checkFlags('register_write', options, FLAGS);
  const full = options?.full;
  if (full !== undefined && full !== 'newest' && full !== 'oldest')
    throw typeError(
      'ERR_COLLECTD_INVALID_ARGUMENT',
      `register_write: full must be 'newest' or 'oldest', not ${inspect(full)}`,
    );
  const entry = register(WRITE, callback, options);
  openWriteQueue(entry, {
    batch: options.batch === true,
    bigint: options.bigint === true,
    rates: options.rates === true,
    dropsOldest: full === 'oldest',
  });
  return entry.identifier;
}

/** Takes a write callback back; what waits for it is dropped. See {@link unregister_config}. */
export function unregister_write(which: string | ((...args: never[]) => unknown)): void {
  for (const id of unregister(WRITE, which)) closeWriteQueue(id);
}

/**
 * How many value lists have not reached a write callback since collectd was started: its queue
 * was full, or its worker ended while it had them in hand.
 *
 * @param identifier - as register_write returned it; default: `nodejs.<module>`.
 * @throws Error ERR_COLLECTD_NOT_REGISTERED when this worker has no such write callback; TypeError.
 */
export function dropped(identifier?: string): number {
  if (identifier !== undefined) checkText(identifier, 'dropped: the identifier');
  const known = find(WRITE, identifier);
  if (known === undefined)
    throw runtimeError(
      'ERR_COLLECTD_NOT_REGISTERED',
      `dropped: no write callback ${identifier ?? 'of this module'} is registered here`,
    );
  return native.dropped(known.id);
}
