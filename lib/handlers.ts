/** What native code calls in this worker. Nothing that a module throws leaves here. */
import { config_from_tree } from './config.ts';
import { type Context, run_in } from './context.ts';
import { log_queue_drain } from './log_queue.ts';
import { type Handlers, native } from './native.ts';
import { forget } from './records.ts';
import { call_registered, is_promise } from './registered.ts';
import { registered } from './registrations.ts';
import { report, type Where } from './report.ts';
import { write_queue_drain } from './write_queues.ts';

/** Runs a step of a module and settles `call` with its outcome. */
function run(call: number, where: Where, context: Context, step: () => unknown): void {
  const fail = (thrown: unknown): void => {
    run_in(context, () => report(thrown, where, context));
    native.settle(call, false);
  };
  try {
    const result = run_in(context, step);
    if (is_promise(result)) result.then(() => native.settle(call, true), fail);
    else native.settle(call, true);
  } catch (thrown) {
    fail(thrown);
  }
}

export function make_handlers(
  contexts: ReadonlyMap<number, Context>,
  import_path: (path: string) => Promise<unknown>,
): Handlers {
  return {
    import_module(call, module) {
      const context = contexts.get(module);
      if (context === undefined) native.settle(call, false);
      else run(call, 'importing module', context, () => import_path(context.module.path));
    },
    configure(call, callback, block) {
      const entry = registered(callback);
      if (entry === undefined) native.settle(call, true);
      else
        run(call, 'loading module', entry.context, () =>
          call_registered(entry, config_from_tree(block)),
        );
    },
    run(call, callback) {
      const entry = registered(callback);
      // Unregistered since the call was made.
      if (entry === undefined) native.settle(call, true);
      else
        run(call, `${entry.kind} callback` as Where, entry.context, () => call_registered(entry));
    },
    write(callback) {
      return registered(callback) !== undefined && write_queue_drain(callback);
    },
    log(callback) {
      const entry = registered(callback);
      if (entry !== undefined) log_queue_drain(entry);
    },
    forget,
  };
}
