/** The first script of every worker; native/bridge/binding.cc calls boot(). */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { redirectConsole } from './console.ts';
import { LOG_WARNING } from './constants.ts';
import { type Context, currentContext, setOnlyContext, trackContexts } from './context.ts';
import { openDispatch } from './dispatch.ts';
import { makeHandlers } from './handlers.ts';
import collectd from './index.ts';
import { createLoader } from './loader/index.ts';
import { addOwnFile } from './locate.ts';
import { logLine } from './log.ts';
import { attach, type ModuleInfo, type Native, native } from './native.ts';
import { report } from './report.ts';

function makeContexts(modules: readonly ModuleInfo[]): Map<number, Context> {
  const contexts = new Map<number, Context>();
  for (const module of modules) {
    const interval = module.interval > 0 ? module.interval : native.session.interval;
    contexts.set(module.index, { module, interval, quiet: false, depth: 0 });
  }
  const [first] = contexts.values();
  if (contexts.size > 1) trackContexts();
  else if (first !== undefined) setOnlyContext(first);
  return contexts;
}

/** A module's timers and forgotten promises must not end its worker. */
function catchWhatNobodyCatches(contexts: ReadonlyMap<number, Context>): void {
  const [first] = contexts.values();
  const reportStray = (thrown: unknown): void => {
    const context = currentContext() ?? first;
    if (context !== undefined) report(thrown, 'asynchronous code', context);
  };
  process.on('uncaughtException', reportStray);
  process.on('unhandledRejection', reportStray);
}

function redirectWarnings(): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    logLine(LOG_WARNING, `nodejs plugin: ${warning.name}: ${warning.message}`);
  });
}

/** Signals are collectd's: a listener must not make libuv take one over. */
function leaveSignalsAlone(): void {
  process.removeAllListeners('newListener');
  process.removeAllListeners('removeListener');
}

/** A file of its own: most workers do not speak the network protocol. */
function loadNetwork(directory: string): object {
  const file = join(directory, 'network.js');
  addOwnFile(file);
  return createRequire(file)(file) as object;
}

export function boot(binding: Native, internalRequire: (id: string) => unknown): void {
  attach(binding);
  redirectConsole();
  redirectWarnings();
  leaveSignalsAlone();
  openDispatch();
  const { session } = native;
  const contexts = makeContexts(session.modules);
  catchWhatNobodyCatches(contexts);
  const loader = createLoader({
    internalRequire,
    builtins: {
      collectd: () => ({ ...collectd, default: collectd }),
      'collectd-nodejs/network': () => loadNetwork(session.script_dir),
    },
    transpilerFile: join(session.script_dir, 'transpiler.js'),
    cacheDir: session.base_dir === '' ? null : join(session.base_dir, 'nodejs-cache'),
    shared: { get: native.shared_get, set: native.shared_set },
    promoteLibnode: native.promote_libnode,
    warn: (message) => logLine(LOG_WARNING, `nodejs plugin: ${message}`),
  });
  native.listen(makeHandlers(contexts, (path) => loader.import(path)));
}
