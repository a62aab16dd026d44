/** What native code calls in this worker. Nothing that a module throws leaves here. */
import { callbackHandlers, recoverCallbacks } from '../callbacks/handlers.ts';
import { runOnce } from '../callbacks/step.ts';
import { type Handlers, native } from '../contract/native.ts';
import type { Context } from '../execution/context.ts';
import { forgetCurrentInvocation, Invocation, stopInvocations } from '../execution/invocation.ts';
import { childLost } from '../process/children.ts';

/** Of a module's step that is no callback. */
function invocationOf({ module }: Context, step: string, seconds: number): Invocation {
  const what = `Module "${module.name}" (${module.path}): its ${step}`;
  return new Invocation(what, seconds, performance.now(), false);
}

export function makeHandlers(
  contexts: ReadonlyMap<number, Context>,
  importPath: (path: string) => Promise<unknown>,
  clearAsyncIds: () => void,
): Handlers {
  const { default_timeout } = native.session;
  return {
    ...callbackHandlers,
    import_module(call, module) {
      const context = contexts.get(module);
      if (context === undefined) {
        native.settle(call, false);
        return;
      }
      const { path, timeout } = context.module;
      const invocation = invocationOf(context, 'import', timeout > 0 ? timeout : default_timeout);
      runOnce(call, 'importing module', context, invocation, () => importPath(path));
    },
    exit(call) {
      const [context] = contexts.values();
      if (context === undefined) {
        native.settle(call, true);
        return;
      }
      const invocation = invocationOf(context, "listener of 'exit'", default_timeout);
      runOnce(call, 'asynchronous code', context, invocation, () => void process.emit('exit', 0));
    },
    recover() {
      clearAsyncIds();
      forgetCurrentInvocation();
      recoverCallbacks();
    },
    stop: stopInvocations,
    child_lost: childLost,
  };
}
