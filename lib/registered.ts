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
  readonly has_data: boolean;
  readonly data: unknown;
}

export function is_promise(result: unknown): result is PromiseLike<unknown> {
  return (
    typeof result === 'object' &&
    result !== null &&
    typeof (result as { then?: unknown }).then === 'function'
  );
}

/** Calls it with `data` as the last argument when it was registered with some. */
export function call_registered(registered: Registered, ...args: unknown[]): unknown {
  const callback = registered.callback as (...args: unknown[]) => unknown;
  return registered.has_data ? callback(...args, registered.data) : callback(...args);
}
