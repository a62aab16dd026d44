/** Callbacks that write what a module keeps back. */
import type { Handlers } from '../../contract/native.ts';
import { currentContext, trackContexts } from '../../execution/context.ts';
import { runtimeError } from '../../shared/errors.ts';
import { NONE } from '../../shared/field-arguments.ts';
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
  options: CallbackOptions = NONE,
): string {
  const { identifier } = register(FLUSH, callback, options);
  hasCallback = true;
  return identifier;
}

/** Takes a flush callback back. See {@link unregister_config}. */
export function unregister_flush(which: string | ((...args: never[]) => unknown)): void {
  unregister(FLUSH, which);
}

const MAX_DEPTH = 8;

let hasCallback = false;

/**
 * How many flushes have led to the caller, for a flush that it asks for.
 *
 * @throws Error ERR_COLLECTD_TOO_DEEP
 */
export function depthOfFlush(): number {
  // Contexts that differ cost each promise something: only a worker that flushes and is flushed
  // needs them.
  if (hasCallback) trackContexts();
  const depth = currentContext()?.flushDepth ?? 0;
  if (depth >= MAX_DEPTH)
    throw runtimeError(
      'ERR_COLLECTD_TOO_DEEP',
      `flush: ${MAX_DEPTH} flushes have led to this one; a flush callback must not flush itself`,
    );
  return depth;
}

export const flushHandlers = {
  flush: (call, callback, seconds, identifier, depth) =>
    runCallback(
      call,
      callback,
      () => [seconds, identifier],
      (context) => ({ ...context, flushDepth: depth + 1 }),
    ),
} satisfies Partial<Handlers>;
