import type { Context } from '../execution/context.ts';
import { Invocation } from '../execution/invocation.ts';
import type { ThrottledReport } from '../log/report.ts';
import { append, apply, listOf, now } from '../shared/primordials.ts';
import type { CallbackKind } from './callback-kind.ts';

/** A callback as this worker keeps it; native/seats/registration.h is its other half. */
export interface Registered {
  readonly id: number;
  readonly kind: CallbackKind;
  readonly identifier: string;
  /** file:line:column of the register_* call. */
  readonly location: string;
  readonly context: Context;
  /** Seconds: the deadline of one call. */
  readonly timeout: number;
  readonly callback: (...args: never[]) => unknown;
  readonly hasData: boolean;
  readonly data: unknown;
  /** Of calls that fail, for kinds that are called again and again. */
  readonly report: ThrottledReport;
}

export function isPromise(result: unknown): result is PromiseLike<unknown> {
  return (
    typeof result === 'object' &&
    result !== null &&
    typeof (result as { then?: unknown }).then === 'function'
  );
}

/** For messages about its calls. */
export function callTitle({ kind, identifier, location }: Registered): string {
  return `The ${kind.title} ${identifier} (${location})`;
}

/** The next call of a callback, with its deadline. */
export function invocationOf(entry: Registered): Invocation {
  return new Invocation(callTitle(entry), entry.timeout, now());
}

/** Calls it with `data` as the last argument when it was registered with some. */
export function callRegistered(registered: Registered, args: readonly unknown[]): unknown {
  const all = listOf(args.length, (i) => args[i]);
  if (registered.hasData) append(all, registered.data);
  return apply(registered.callback, undefined, all);
}
