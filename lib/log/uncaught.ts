/** A module's timers and forgotten promises must not end its worker. */
import { type Context, currentContext } from '../execution/context.ts';
import { locate } from '../location/stack.ts';
import { defineProperty, SafeMap, slice } from '../shared/primordials.ts';
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

export function catchUncaught(contexts: ReadonlyMap<number, Context>): void {
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
  const report = (thrown: unknown): void => {
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
}
