import type { Context } from './context.ts';
import type { KindName } from './native.ts';

/** A callback as this worker keeps it; native/bridge/registration.h is its other half. */
export interface Registered {
  readonly id: number;
  readonly kind: KindName;
  readonly identifier: string;
  /** file:line:column of the register_* call. */
  readonly place: string;
  readonly context: Context;
  readonly callback: (...args: never[]) => unknown;
  readonly hasData: boolean;
  readonly data: unknown;
}

export function isPromise(result: unknown): result is PromiseLike<unknown> {
  return (
    typeof result === 'object' &&
    result !== null &&
    typeof (result as { then?: unknown }).then === 'function'
  );
}

/** Calls it with `data` as the last argument when it was registered with some. */
export function callRegistered(registered: Registered, ...args: unknown[]): unknown {
  const callback = registered.callback as (...args: unknown[]) => unknown;
  return registered.hasData ? callback(...args, registered.data) : callback(...args);
}
