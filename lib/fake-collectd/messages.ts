/** What waits for log callbacks and notification callbacks, and what flush callbacks are asked for. */
import { MESSAGE_SIZE, NAME_SIZE } from '../contract/layout.generated.ts';
import type { Native, NotificationFields } from '../contract/native.ts';
import type { Calls } from './calls.ts';
import type { Library } from './library.ts';
import type { Output } from './output.ts';
import type { Registry } from './registry.ts';
import { isSameIdentifier, truncateText } from './strings.ts';

const MAX_NAME = NAME_SIZE - 1;
const MAX_MESSAGE = MESSAGE_SIZE - 1;

/** A queue for each callback. */
class Messages<T> {
  readonly #queues = new Map<number, T[]>();

  push(callback: number, message: T): void {
    const queue = this.#queues.get(callback);
    if (queue === undefined) this.#queues.set(callback, [message]);
    else queue.push(message);
  }

  take(callback: number): T | undefined {
    return this.#queues.get(callback)?.shift();
  }
}

export function notificationFunctions(
  library: Library,
  registry: Registry,
  output: Output,
): Pick<Native, 'notify' | 'take_notification'> {
  const queues = new Messages<NotificationFields>();
  return {
    notify(fields) {
      const complete = truncated(fields);
      output.notification(complete);
      for (const { id } of registry.named('notification')) {
        queues.push(id, complete);
        library.later((handlers) => handlers.notification(id));
      }
      return true;
    },
    take_notification: (callback) => queues.take(callback),
  };
}

/** As the daemon's fixed fields hold it, its time filled in. */
function truncated(fields: NotificationFields): NotificationFields {
  const [severity, time, message, ...rest] = fields;
  const [host, plugin, plugin_instance, type, type_instance, meta, depth] = rest;
  return [
    severity,
    time || Date.now() / 1000,
    truncateText(message, MAX_MESSAGE),
    truncateText(host, MAX_NAME),
    truncateText(plugin, MAX_NAME),
    truncateText(plugin_instance, MAX_NAME),
    truncateText(type, MAX_NAME),
    truncateText(type_instance, MAX_NAME),
    meta,
    depth,
  ];
}

export function logFunctions(
  library: Library,
  registry: Registry,
  output: Output,
): Pick<Native, 'log' | 'take_message'> {
  const queues = new Messages<[number, string]>();
  return {
    log(severity, text, quiet) {
      output.log(severity, text);
      if (quiet) return;
      for (const { id } of registry.named('log')) {
        queues.push(id, [severity, text]);
        library.later((handlers) => handlers.log(id));
      }
    },
    take_message: (callback) => queues.take(callback),
  };
}

export function flushFunction(
  library: Library,
  registry: Registry,
  calls: Calls,
): Pick<Native, 'flush'> {
  return {
    flush(plugin, seconds, identifier, depth) {
      for (const one of registry.named('flush')) {
        if (plugin !== null && !isSameIdentifier(one.identifier, plugin)) continue;
        void calls.make(1, (call) =>
          library.handlers.flush(call, one.id, seconds, identifier, depth),
        );
      }
    },
  };
}
