/** The first script of every worker; native/script/binding.cc calls boot(). */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  attach,
  type Interactive,
  type ModuleInfo,
  type Native,
  native,
} from '../contract/native.ts';
import { keepAbortSignals } from '../execution/abort-signals.ts';
import { type Context, setOnlyContext, trackContexts } from '../execution/context.ts';
import { trackInvocations } from '../execution/invocation.ts';
import collectd from '../index.ts';
import { createLoader } from '../loader/index.ts';
import { addOwnFile } from '../location/stack.ts';
import { redirectConsole } from '../log/console.ts';
import { setKnownNames } from '../log/hints.ts';
import { logLine } from '../log/log.ts';
import { messageOf, nameOf } from '../log/thrown.ts';
import { catchUncaught } from '../log/uncaught.ts';
import { setUnknownCaller } from '../process/caller.ts';
import { keepDescriptor } from '../process/descriptors/descriptors.ts';
import { keepFileHandles } from '../process/descriptors/file-handles.ts';
import { guardProcess, watchExit } from '../process/guard.ts';
import type { InternalRequire } from '../shared/builtin-module.ts';
import { LOG_WARNING } from '../shared/constants.ts';
import { SafeMap } from '../shared/primordials.ts';
import { openDispatch } from '../values/dispatch.ts';
import { makeHandlers } from './handlers.ts';
import { watchNames } from './unknown-names.ts';

export { declarationOf } from '../callbacks/kinds/config.ts';
export { failureCount } from '../log/report.ts';

function makeContexts(modules: readonly ModuleInfo[]): Map<number, Context> {
  const contexts = new SafeMap<number, Context>();
  for (const module of modules) {
    const interval = module.interval > 0 ? module.interval : native.session.interval;
    contexts.set(module.index, { module, interval, quiet: false, depth: 0, flushDepth: 0 });
  }
  const [first] = contexts.values();
  if (contexts.size > 1) trackContexts();
  else if (first !== undefined) setOnlyContext(first);
  return contexts;
}

function redirectWarnings(): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    logLine(LOG_WARNING, `nodejs plugin: ${nameOf(warning)}: ${messageOf(warning)}`);
  });
}

/** Its sockets are opened by C++; the REPL hands them to node:net. */
function interactive(): Interactive {
  const { open_terminal, listen_socket } = native.interactive;
  const kept = (fd: number): number => {
    keepDescriptor(fd);
    return fd;
  };
  return {
    ...native.interactive,
    open_terminal: () => kept(open_terminal()),
    listen_socket: (path) => kept(listen_socket(path)),
  };
}

/** A file of its own: most workers do not speak the network protocol. */
function loadNetwork(directory: string): object {
  const file = join(directory, 'network.js');
  addOwnFile(file);
  const network = createRequire(file)(file) as typeof import('../network/index.ts');
  let started = false;
  return {
    ...network,
    /** Modules that share a worker do not know of each other. */
    start_threads() {
      if (!started) network.start_threads();
      started = true;
    },
  };
}

/**
 * What was ended from outside leaves its asynchronous ids behind; Node does the same after
 * an exception that nobody caught.
 */
function asyncIdCleaner(internalRequire: InternalRequire): () => void {
  try {
    const hooks = internalRequire('internal/async_hooks') as { clearAsyncIdStack?: () => void };
    return hooks.clearAsyncIdStack ?? (() => {});
  } catch {
    return () => {};
  }
}

export function boot(binding: Native, internalRequire: InternalRequire): void {
  attach(binding);
  setKnownNames(Object.keys(collectd));
  redirectConsole();
  redirectWarnings();
  openDispatch();
  const { session } = native;
  const contexts = makeContexts(session.modules);
  const [first] = session.modules;
  if (first !== undefined) setUnknownCaller(first);
  keepAbortSignals();
  // First: what it makes of a descriptor that C++ has opened is one of Node's own, unguarded.
  keepFileHandles();
  guardProcess({
    internalRequire,
    threadFile: join(session.script_dir, 'thread.js'),
    heapLimit: session.heap_limit,
  });
  watchExit();
  const clearAsyncIds = asyncIdCleaner(internalRequire);
  catchUncaught(contexts, clearAsyncIds);
  const replFile = join(session.script_dir, 'repl.js');
  addOwnFile(replFile);
  const isRepl = first?.path === replFile;
  const loader = createLoader({
    internalRequire,
    builtins: {
      ...(isRepl ? { 'collectd-nodejs/interactive': interactive } : {}),
      collectd: () => watchNames({ ...collectd, default: watchNames(collectd) }),
      'collectd-nodejs/network': () => loadNetwork(session.script_dir),
    },
    transpilerFile: join(session.script_dir, 'transpiler.js'),
    cacheDir: session.base_dir === '' ? null : join(session.base_dir, 'nodejs-cache'),
    shared: { get: native.shared_get, set: native.shared_set },
    promoteLibnode: native.promote_libnode,
    expectAddon: native.expect_addon,
    addonLoaded: native.addon_loaded,
    warn: (message) => logLine(LOG_WARNING, `nodejs plugin: ${message}`),
    onSource: (text) => {
      if (text.includes('signal')) trackInvocations();
    },
  });
  native.listen(makeHandlers(contexts, (path) => loader.import(path), clearAsyncIds));
}
