/** What native code calls in this worker. Nothing that a module throws leaves here. */

import { answerFilter, createFilter, filterTitle } from '../callbacks/filter.ts';
import { logQueueDrain, recoverLogQueue } from '../callbacks/log-queue.ts';
import {
  notificationQueueDrain,
  recoverNotificationQueue,
} from '../callbacks/notification-queue.ts';
import { forget } from '../callbacks/record-reader.ts';
import {
  callRegistered,
  invocationOf,
  isPromise,
  type Registered,
  whereOf,
} from '../callbacks/registered.ts';
import { registered } from '../callbacks/registry.ts';
import { recoverWriteQueues, writeQueueDrain } from '../callbacks/write-queues.ts';
import { type Handlers, native } from '../contract/native.ts';
import { type Context, runIn } from '../execution/context.ts';
import { forgetCurrentInvocation, Invocation, stopInvocations } from '../execution/invocation.ts';
import { report, type Where } from '../log/report.ts';
import { childLost } from '../process/children.ts';
import { configFromTree } from '../values/config.ts';

/** Runs a step of a module and settles the call `id` with its outcome. */
function run(
  id: number,
  context: Context,
  invocation: Invocation,
  tell: (thrown: unknown) => void,
  step: () => unknown,
): void {
  const fail = (thrown: unknown): void => {
    runIn(context, () => tell(thrown));
    native.settle(id, false);
  };
  try {
    const result = invocation.run(() => runIn(context, step));
    if (isPromise(result)) {
      invocation.settled(result).then(() => native.settle(id, true), fail);
      return;
    }
    invocation.end();
    native.settle(id, true);
  } catch (thrown) {
    invocation.end();
    fail(thrown);
  }
}

/** A step that is run once: whatever fails is told. */
function runOnce(
  id: number,
  where: Where,
  context: Context,
  invocation: Invocation,
  step: () => unknown,
  location?: string,
): void {
  run(id, context, invocation, (thrown) => report(thrown, where, context, location), step);
}

function runRegistered(id: number, entry: Registered, step: () => unknown): void {
  const { kind, context, location } = entry;
  const invocation = invocationOf(entry);
  if (kind === 'config') runOnce(id, 'loading module', context, invocation, step, location);
  else if (kind === 'init' || kind === 'shutdown')
    runOnce(id, whereOf(kind), context, invocation, step, location);
  else run(id, context, invocation, (thrown) => entry.report.add(thrown), step);
}

function importInvocation({ module }: Context): Invocation {
  const seconds = module.timeout > 0 ? module.timeout : native.session.default_timeout;
  return new Invocation(
    `Module "${module.name}" (${module.path}): its import`,
    seconds,
    performance.now(),
  );
}

function exitInvocation({ module }: Context): Invocation {
  const what = `Module "${module.name}" (${module.path}): its listener of 'exit'`;
  return new Invocation(what, native.session.default_timeout, performance.now());
}

export function makeHandlers(
  contexts: ReadonlyMap<number, Context>,
  importPath: (path: string) => Promise<unknown>,
  clearAsyncIds: () => void,
): Handlers {
  return {
    import_module(call, module) {
      const context = contexts.get(module);
      if (context === undefined) native.settle(call, false);
      else
        runOnce(call, 'importing module', context, importInvocation(context), () =>
          importPath(context.module.path),
        );
    },
    configure(call, callback, block) {
      const entry = registered(callback);
      if (entry === undefined) native.settle(call, true);
      else runRegistered(call, entry, () => callRegistered(entry, configFromTree(block)));
    },
    run(call, callback) {
      const entry = registered(callback);
      // Unregistered since the call was made.
      if (entry === undefined) native.settle(call, true);
      else runRegistered(call, entry, () => callRegistered(entry));
    },
    exit(call) {
      const [context] = contexts.values();
      if (context === undefined) native.settle(call, true);
      else
        runOnce(
          call,
          'asynchronous code',
          context,
          exitInvocation(context),
          () => void process.emit('exit', 0),
        );
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
      else runRegistered(call, entry, () => callRegistered(entry, seconds, identifier));
    },
    notification(callback) {
      const entry = registered(callback);
      if (entry !== undefined) notificationQueueDrain(entry);
    },
    recover() {
      clearAsyncIds();
      forgetCurrentInvocation();
      recoverLogQueue();
      recoverNotificationQueue();
      recoverWriteQueues();
    },
    stop: stopInvocations,
    create_filter(call, filter, callback, block) {
      const entry = registered(callback);
      if (entry === undefined) native.settle(call, false);
      else {
        const title = filterTitle(entry);
        const creation = new Invocation(
          `create() of the ${title} (${entry.location})`,
          entry.timeout,
          performance.now(),
        );
        runOnce(call, title, entry.context, creation, () => createFilter(filter, entry, block));
      }
    },
    filter: answerFilter,
    forget,
    child_lost: childLost,
  };
}
