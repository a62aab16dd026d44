/** A module's timers and forgotten promises must not end its worker. */
import { type Context, currentContext } from '../execution/context.ts';
import { locate } from '../location/stack.ts';
import { apply, assign, defineProperty, SafeMap, slice } from '../shared/primordials.ts';
import { attempt } from './attempt.ts';
import { ThrottledReport } from './report.ts';
import { messageOf, nameOf } from './thrown.ts';

/** So many have a limit of their own; whatever else is thrown shares one. */
const MOST_KINDS = 100;

/** Two of a kind have in common the location, or what the log says of them where there is none. */
function kindOf(thrown: unknown, path: string): string {
  const location = locate(thrown, path);
  return location === path ? slice(`${nameOf(thrown)} ${messageOf(thrown)}`, 0, 100) : location;
}

type Handle = (thrown: unknown, isFromPromise: boolean) => boolean;

/**
 * Node calls process._fatalException() for whatever nobody catches, and ends the process where it
 * cannot be got. In a thread of worker_threads the exception ends the thread.
 */
export function pinHandler(change = (original: Handle): Handle => original): void {
  const owner = process as unknown as { _fatalException: Handle };
  const kept = change(owner._fatalException);
  defineProperty(owner, '_fatalException', {
    __proto__: null,
    configurable: false,
    enumerable: true,
    get: () => kept,
    // As an assignment that has no effect; one that throws would be news to libraries.
    set: () => undefined,
  } as PropertyDescriptor);
}

export function catchUncaught(
  contexts: ReadonlyMap<number, Context>,
  clearAsyncIds: () => void,
): void {
  const [first] = contexts.values();
  const reports = new SafeMap<string, ThrottledReport>();
  const reportOf = (thrown: unknown, context: Context): ThrottledReport => {
    const { index, path } = context.module;
    const kind = reports.size < MOST_KINDS ? kindOf(thrown, path) : '';
    const key = `${index} ${kind}`;
    const found = reports.get(key) ?? new ThrottledReport('asynchronous code', context);
    reports.set(key, found);
    return found;
  };
  let told: { readonly thrown: unknown } | undefined;
  const report = (thrown: unknown): void => {
    told = { thrown };
    const context = currentContext() ?? first;
    // Whatever is thrown from here ends the worker.
    attempt(() => {
      if (context !== undefined) reportOf(thrown, context).add(thrown);
    }, undefined);
  };
  // Node's emit() calls both by what it finds under these names.
  defineProperty(report, 'apply', { value: (_self: unknown, args: [unknown]) => report(args[0]) });
  defineProperty(process, 'emit', { value: process.emit, writable: true, configurable: true });
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
  // Where it throws, or says no, Node ends the process: for an exception in a listener, in a domain,
  // or where a module has replaced something that it needs.
  pinHandler((original) => (thrown, isFromPromise) => {
    told = undefined;
    try {
      if (apply(original, process, [thrown, isFromPromise])) return true;
      // Nobody listens: Node has begun to exit.
      assign(process, { _exiting: false, exitCode: undefined });
      report(thrown);
    } catch (another) {
      if (told === undefined) report(thrown);
      report(another);
    }
    clearAsyncIds();
    return true;
  });
}
