/** What tells one kind of callback from the others: lib/callbacks/kinds has a file for each. */
import type { KindName } from '../contract/native.ts';
import type { Where } from '../log/report.ts';
import { COMMON_OPTIONS } from './callback-options.ts';

export interface CallbackKind {
  readonly name: KindName;
  /** As the log names the callback. */
  readonly title: Where;
  /** As the log names a step of it that has failed. */
  readonly where: Where;
  /** Those that its register function takes. */
  readonly options: readonly string[];
  /** It is called once: each failure is logged, not one a minute. */
  readonly isCalledOnce: boolean;
  /** What is logged during a call does not come back to a log callback. */
  readonly isQuiet: boolean;
  /** Each call has a context of its own. */
  readonly hasOwnContexts: boolean;
  /** Without a Timeout a call may take as long as the interval. */
  readonly mayTakeInterval: boolean;
}

export function callbackKind(
  name: KindName,
  particulars: Partial<Omit<CallbackKind, 'name' | 'title'>> = {},
): CallbackKind {
  const title = `${name.replace('_', ' ')} callback` as Where;
  return {
    name,
    title,
    where: title,
    options: COMMON_OPTIONS,
    isCalledOnce: false,
    isQuiet: false,
    hasOwnContexts: false,
    mayTakeInterval: false,
    ...particulars,
  };
}
