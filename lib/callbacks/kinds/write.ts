/** Callbacks that get every value list. */
import type { Values } from '../../values/values.ts';
import { callbackKind } from '../callback-kind.ts';
import {
  type Awaitable,
  type CallbackOptions,
  COMMON_OPTIONS,
  checkFlags,
  type Data,
} from '../callback-options.ts';
import { register, unregister } from '../registry.ts';
import { closeWriteQueue, openWriteQueue } from '../write-queues.ts';

const FLAGS = ['batch', 'bigint', 'rates'] as const;
const WRITE = callbackKind('write', { options: [...COMMON_OPTIONS, ...FLAGS] });

export interface WriteOptions extends CallbackOptions {
  /** Exact bigints for counter, derive and absolute values instead of numbers. */
  bigint?: boolean;
  /** Lists know their {@link Values.rates | rates()} then, which makes each several times as expensive. */
  rates?: boolean;
}

export interface BatchOptions extends WriteOptions {
  /** The callback gets an array of up to 1024 value lists. */
  batch: true;
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
  checkFlags('register_write', options, FLAGS);
  const entry = register(WRITE, callback, options);
  openWriteQueue(entry, {
    batch: options.batch === true,
    bigint: options.bigint === true,
    rates: options.rates === true,
  });
  return entry.identifier;
}

/** Takes a write callback back; what waits for it is dropped. See {@link unregister_config}. */
export function unregister_write(which: string | ((...args: never[]) => unknown)): void {
  for (const id of unregister(WRITE, which)) closeWriteQueue(id);
}
