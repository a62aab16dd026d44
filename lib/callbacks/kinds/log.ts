/** Callbacks that get the messages of collectd's log. */
import { type Handlers, native } from '../../contract/native.ts';
import type { LogSeverity } from '../../shared/constants.ts';
import { NONE } from '../../shared/field-arguments.ts';
import { callbackKind } from '../callback-kind.ts';
import type { Awaitable, CallbackOptions, Data } from '../callback-options.ts';
import { MessageQueue } from '../message-queue.ts';
import { register, unregister } from '../registry.ts';

/** Its own failures go to stderr or to collectd's own log plugins: its context is quiet. */
const LOG = callbackKind('log', { isQuiet: true });

/**
 * Registers a callback for log messages, its severity (see the LOG_* constants) first.
 * It does not get what is logged while it runs, nor what notification callbacks log of
 * notifications that it dispatches.
 *
 * Source: collectd-python(5), register_log.
 */
export function register_log(
  callback: (severity: LogSeverity, message: string, ...data: Data) => Awaitable<void>,
  options: CallbackOptions = NONE,
): string {
  return register(LOG, callback, options).identifier;
}

/** Takes a log callback back. See {@link unregister_config}. */
export function unregister_log(which: string | ((...args: never[]) => unknown)): void {
  unregister(LOG, which);
}

const queue = new MessageQueue(({ id, context }) => {
  const message = native.take_message(id);
  return message && { args: message, context };
});

export const logHandlers = {
  log: (callback) => queue.drain(callback),
} satisfies Partial<Handlers>;
