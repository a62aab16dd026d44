/** Steps of modules that native code waits for: each has a deadline, and settles its call. */
import { type Handlers, native } from '../contract/native.ts';
import { type Context, runIn } from '../execution/context.ts';
import type { Invocation } from '../execution/invocation.ts';
import { report, type Where } from '../log/report.ts';
import { promiseThen } from '../shared/primordials.ts';
import { callRegistered, invocationOf, isPromise, type Registered } from './registered.ts';
import { registered } from './registry.ts';

/** Runs the step and settles the call with its outcome; `tell` logs what it has thrown. */
function run(
  call: number,
  context: Context,
  invocation: Invocation,
  tell: (thrown: unknown) => void,
  step: () => unknown,
): void {
  const fail = (thrown: unknown): void => {
    invocation.tell(() => runIn(context, () => tell(thrown)));
    native.settle(call, false);
  };
  try {
    const result = invocation.run(() => runIn(context, step));
    if (isPromise(result)) {
      void promiseThen(invocation.settled(result), () => native.settle(call, true), fail);
      return;
    }
    invocation.end();
    native.settle(call, true);
  } catch (thrown) {
    invocation.end();
    fail(thrown);
  }
}

/** A step that is run once: each failure is logged. */
export function runOnce(
  call: number,
  where: Where,
  context: Context,
  invocation: Invocation,
  step: () => unknown,
  location?: string,
  identifier?: string,
): void {
  const tell = (thrown: unknown): void => report(thrown, where, context, location, identifier);
  run(call, context, invocation, tell, step);
}

function runRegistered(
  call: number,
  entry: Registered,
  context: Context,
  step: () => unknown,
): void {
  const { kind, location, identifier } = entry;
  const invocation = invocationOf(entry);
  if (kind.isCalledOnce) runOnce(call, kind.where, context, invocation, step, location, identifier);
  else run(call, context, invocation, (thrown) => entry.report.add(thrown), step);
}

/** Calls the callback with this id. One that was unregistered since the call was made has nothing to do. */
export function runCallback(
  call: number,
  callback: number,
  args: () => readonly unknown[] = () => [],
  contextOf: (context: Context) => Context = (context) => context,
): void {
  const entry = registered(callback);
  if (entry === undefined) native.settle(call, true);
  else runRegistered(call, entry, contextOf(entry.context), () => callRegistered(entry, args()));
}

/** For callbacks without arguments. */
export const stepHandlers = {
  run: (call, callback) => runCallback(call, callback),
} satisfies Partial<Handlers>;
