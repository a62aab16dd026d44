import type { KindName } from '../contract/native.ts';
import type { Context } from '../execution/context.ts';
import { Invocation } from '../execution/invocation.ts';
import type { ThrottledReport, Where } from '../log/report.ts';

/** A callback as this worker keeps it; native/seats/registration.h is its other half. */
export interface Registered {
  readonly id: number;
  readonly kind: KindName;
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

/** The name of a kind in the log. */
export function whereOf(kind: KindName): Where {
  return `${kind.replace('_', ' ')} callback` as Where;
}

/** The next call of a callback, with its deadline. */
export function invocationOf({ kind, identifier, location, timeout }: Registered): Invocation {
  return new Invocation(
    `The ${whereOf(kind)} ${identifier} (${location})`,
    timeout,
    performance.now(),
  );
}

/** Calls it with `data` as the last argument when it was registered with some. */
export function callRegistered(registered: Registered, ...args: unknown[]): unknown {
  const callback = registered.callback as (...args: unknown[]) => unknown;
  return registered.hasData ? callback(...args, registered.data) : callback(...args);
}
