/** Steps of modules that native code waits for: each has a deadline, and settles its call. */
import { type Handlers, native } from '../contract/native.ts';
import { type Context, runIn } from '../execution/context.ts';
import type { Invocation } from '../execution/invocation.ts';
import { noteMistake } from '../log/mistake.ts';
import { report, type Where } from '../log/report.ts';
import { isArray, isInstance, now, promiseThen, trunc } from '../shared/primordials.ts';
import { Values } from '../values/values.ts';
import {
  callRegistered,
  callTitle,
  invocationOf,
  isPromise,
  type Registered,
} from './registered.ts';
import { registered } from './registry.ts';

/** Runs the step and settles the call with its outcome; `tell` logs what it has thrown. */
function run(
  call: number,
  context: Context,
  invocation: Invocation,
  tell: (thrown: unknown) => void,
  step: () => unknown,
  returned: (value: unknown) => void = () => {},
): void {
  const fail = (thrown: unknown): void => {
    invocation.tell(() => runIn(context, () => tell(thrown)));
    native.settle(call, false);
  };
  try {
    const result = invocation.run(() => runIn(context, step));
    if (isPromise(result)) {
      const settle = (value: unknown): void => {
        returned(value);
        native.settle(call, true);
      };
      void promiseThen(invocation.settled(result), settle, fail);
      return;
    }
    invocation.end();
    returned(result);
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

/** A worker that does nothing else for so long is worth a line. */
const BUSY_MS = 1000;

function timed(entry: Registered, step: () => unknown): unknown {
  const began = now();
  const stoodStill = native.stood_still();
  try {
    return step();
  } finally {
    // A process that was stopped kept nothing busy.
    const took = now() - began - (native.stood_still() - stoodStill) * 1000;
    if (took > BUSY_MS)
      noteMistake(
        'busy worker',
        () =>
          `${callTitle(entry)} kept its worker busy for ${trunc(took / 100) / 10} s, in which nothing else ran there; use asynchronous functions, or give the module a Worker of its own`,
        entry.context,
      );
  }
}

function isValues(value: unknown): boolean {
  if (isArray(value)) return typeof value[0] === 'number' || typeof value[0] === 'bigint';
  return typeof value === 'number' || typeof value === 'bigint' || isInstance(value, Values);
}

/** As in other systems, where a reader returns what it has read. */
function noteReturned(entry: Registered, value: unknown): void {
  if (entry.kind.name === 'read' && isValues(value))
    noteMistake(
      'returned values',
      () =>
        `${callTitle(entry)} returned values, which nothing takes; hand them over with new Values({ type, plugin }).dispatch({ values })`,
      entry.context,
    );
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
  else
    run(
      call,
      context,
      invocation,
      (thrown) => entry.report.add(thrown),
      () => timed(entry, step),
      (value) => noteReturned(entry, value),
    );
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
