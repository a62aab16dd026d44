/** Callbacks that get notifications. */
import { type Handlers, native } from '../../contract/native.ts';
import type { Context } from '../../execution/context.ts';
import { logLine } from '../../log/log.ts';
import { LOG_NOTICE } from '../../shared/constants.ts';
import { NONE } from '../../shared/field-arguments.ts';
import { type Notification, receivedNotification } from '../../values/notification.ts';
import { callbackKind } from '../callback-kind.ts';
import type { Awaitable, CallbackOptions, Data } from '../callback-options.ts';
import { MessageQueue } from '../message-queue.ts';
import { register, unregister } from '../registry.ts';

/** The context of a call carries how many notifications have led to it. */
const NOTIFICATION = callbackKind('notification', { hasOwnContexts: true });

/**
 * Registers a callback for notifications, of all plugins. It gets them after the
 * value lists that came before.
 *
 * Source: collectd-python(5), register_notification.
 */
export function register_notification(
  callback: (notification: Notification, ...data: Data) => Awaitable<void>,
  options: CallbackOptions = NONE,
): string {
  return register(NOTIFICATION, callback, options).identifier;
}

/** Takes a notification callback back. See {@link unregister_config}. */
export function unregister_notification(which: string | ((...args: never[]) => unknown)): void {
  unregister(NOTIFICATION, which);
}

let isExplained = false;

/** Once: whoever reads the log would miss lines in what a log callback writes. */
function explainQuiet({ module }: Context): void {
  if (isExplained) return;
  isExplained = true;
  logLine(
    LOG_NOTICE,
    `nodejs plugin: A log callback dispatches notifications: what notification callbacks log of those does not come back to log callbacks, as it would never end (${module.name}).`,
  );
}

const queue = new MessageQueue(({ id, context }) => {
  const crossing = native.take_notification(id);
  if (crossing === undefined) return undefined;
  const { notification, depth, quiet } = receivedNotification(crossing);
  if (quiet) explainQuiet(context);
  return {
    args: [notification],
    context: { ...context, depth: depth + 1, quiet: quiet || context.quiet },
  };
});

export const notificationHandlers = {
  notification: (callback) => queue.drain(callback),
} satisfies Partial<Handlers>;
