/** What native code calls in this worker. Nothing that a module throws leaves here. */
import { configFromTree } from './config.ts';
import { type Context, runIn } from './context.ts';
import { logQueueDrain } from './log-queue.ts';
import { type Handlers, native } from './native.ts';
import { notificationQueueDrain } from './notification-queue.ts';
import { childLost } from './process/children.ts';
import { forget } from './records.ts';
import { callRegistered, isPromise } from './registered.ts';
import { registered } from './registrations.ts';
import { report, type Where } from './report.ts';
import { writeQueueDrain } from './write-queues.ts';

/** Runs a step of a module and settles `call` with its outcome. */
function run(call: number, where: Where, context: Context, step: () => unknown): void {
  const fail = (thrown: unknown): void => {
    runIn(context, () => report(thrown, where, context));
    native.settle(call, false);
  };
  try {
    const result = runIn(context, step);
    if (isPromise(result)) result.then(() => native.settle(call, true), fail);
    else native.settle(call, true);
  } catch (thrown) {
    fail(thrown);
  }
}

export function makeHandlers(
  contexts: ReadonlyMap<number, Context>,
  importPath: (path: string) => Promise<unknown>,
): Handlers {
  return {
    import_module(call, module) {
      const context = contexts.get(module);
      if (context === undefined) native.settle(call, false);
      else run(call, 'importing module', context, () => importPath(context.module.path));
    },
    configure(call, callback, block) {
      const entry = registered(callback);
      if (entry === undefined) native.settle(call, true);
      else
        run(call, 'loading module', entry.context, () =>
          callRegistered(entry, configFromTree(block)),
        );
    },
    run(call, callback) {
      const entry = registered(callback);
      // Unregistered since the call was made.
      if (entry === undefined) native.settle(call, true);
      else run(call, `${entry.kind} callback` as Where, entry.context, () => callRegistered(entry));
    },
    exit(call) {
      const [context] = contexts.values();
      if (context === undefined) native.settle(call, true);
      else run(call, 'asynchronous code', context, () => void process.emit('exit', 0));
    },
    write(callback) {
      return writeQueueDrain(callback);
    },
    log(callback) {
      const entry = registered(callback);
      if (entry !== undefined) logQueueDrain(entry);
    },
    flush(call, callback, seconds, identifier) {
      const entry = registered(callback);
      if (entry === undefined) native.settle(call, true);
      else
        run(call, 'flush callback', entry.context, () =>
          callRegistered(entry, seconds, identifier),
        );
    },
    notification(callback) {
      const entry = registered(callback);
      if (entry !== undefined) notificationQueueDrain(entry);
    },
    forget,
    child_lost: childLost,
  };
}
