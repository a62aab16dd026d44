/** The first script of every worker; native/bridge/binding.cc calls boot(). */
import { join } from 'node:path';
import { LOG_WARNING } from './constants.ts';
import { redirect_console } from './console.ts';
import { type Context, current_context, set_only_context, track_contexts } from './context.ts';
import { open_dispatch } from './dispatch.ts';
import { make_handlers } from './handlers.ts';
import collectd from './index.ts';
import { createLoader } from './loader/index.ts';
import { log_line } from './log.ts';
import { attach, type ModuleInfo, type Native, native } from './native.ts';
import { report } from './report.ts';

function make_contexts(modules: readonly ModuleInfo[]): Map<number, Context> {
  const contexts = new Map<number, Context>();
  for (const module of modules) {
    const interval = module.interval > 0 ? module.interval : native.session.interval;
    contexts.set(module.index, { module, interval, quiet: false });
  }
  const [first] = contexts.values();
  if (contexts.size > 1) track_contexts();
  else if (first !== undefined) set_only_context(first);
  return contexts;
}

/** A module's timers and forgotten promises must not end its worker. */
function catch_what_nobody_catches(contexts: ReadonlyMap<number, Context>): void {
  const [first] = contexts.values();
  const report_stray = (thrown: unknown): void => {
    const context = current_context() ?? first;
    if (context !== undefined) report(thrown, 'asynchronous code', context);
  };
  process.on('uncaughtException', report_stray);
  process.on('unhandledRejection', report_stray);
}

function redirect_warnings(): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    // Ours: the loader uses vm modules for top-level await.
    if (warning.name === 'ExperimentalWarning' && /VM Modules/i.test(warning.message)) return;
    log_line(LOG_WARNING, `nodejs plugin: ${warning.name}: ${warning.message}`);
  });
}

/** Signals are collectd's: a listener must not make libuv take one over. */
function leave_signals_alone(): void {
  process.removeAllListeners('newListener');
  process.removeAllListeners('removeListener');
}

export function boot(binding: Native, internalRequire: (id: string) => unknown): void {
  attach(binding);
  redirect_console();
  redirect_warnings();
  leave_signals_alone();
  open_dispatch();
  const { session } = native;
  const contexts = make_contexts(session.modules);
  catch_what_nobody_catches(contexts);
  const loader = createLoader({
    internalRequire,
    builtins: { collectd: { ...collectd, default: collectd } },
    transpilerFile: join(session.library_dir, 'transpiler.js'),
    cacheDir: session.base_dir === '' ? null : join(session.base_dir, 'nodejs-cache'),
    shared: { get: native.shared_get, set: native.shared_set },
    promoteLibnode: native.promote_libnode,
    warn: (message) => log_line(LOG_WARNING, `nodejs plugin: ${message}`),
  });
  native.listen(make_handlers(contexts, (path) => loader.import(path)));
}
