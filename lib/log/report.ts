/** Failures of modules in the log. Texts: docs/collectd-nodejs.5.md, "Errors". */

import { type KindName, native } from '../contract/native.ts';
import type { Context } from '../execution/context.ts';
import { CallTimeout, isFromStop } from '../execution/invocation.ts';
import { frames, locate } from '../location/stack.ts';
import { LOG_ERR, LOG_WARNING } from '../shared/constants.ts';
import { CollectdError } from '../shared/errors.ts';
import { andMore, Throttle } from '../shared/throttle.ts';
import { logLine } from './log.ts';

/** A kind's name in words. */
type Words<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First} ${Words<Rest>}`
  : Name;

/** What the log calls the step of a module that has failed. */
export type Where =
  | 'importing module'
  | 'loading module'
  | 'asynchronous code'
  | `${Words<KindName>} callback`
  | `${KindName} "${string}"`;

let failures = 0;

/** How often something of a module has failed in this worker, logged or held back. */
export function failureCount(): number {
  return failures;
}

/** What is thrown may be a proxy, or have getters, that throw again. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** A message of several lines, such as assert's, is still one line of the log. */
function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*[\r\n]+\s*/g, ' ');
}

function nameOf(thrown: unknown): string {
  const kind = thrown === null ? 'null' : typeof thrown;
  return attempt(
    () =>
      thrown instanceof Error
        ? oneLine(String(thrown.name || thrown.constructor.name || 'Error'))
        : kind,
    kind,
  );
}

function messageOf(thrown: unknown): string {
  const text = attempt(
    () => oneLine(String(thrown instanceof Error ? thrown.message : thrown)),
    '',
  );
  return text === '' ? 'N/A' : text;
}

/**
 * One line for what was thrown; with LogTraces its stack after it. `location` is for what does not
 * tell where it was thrown: that of the callback's registration.
 */
export function report(
  thrown: unknown,
  where: Where,
  context: Context,
  location = context.module.path,
  note = '',
): void {
  if (attempt(() => isFromStop(thrown), false)) return;
  failures++;
  if (CallTimeout.is(thrown)) {
    logLine(LOG_ERR, `nodejs plugin: ${String(thrown).replace(/\.$/, `${note}.`)}`);
    return;
  }
  const { name } = context.module;
  if (attempt(() => thrown instanceof CollectdError, false)) {
    logLine(LOG_WARNING, `${nameOf(thrown)} in ${where}: ${messageOf(thrown)} (${name})${note}`);
    return;
  }
  logLine(
    LOG_ERR,
    `Unhandled nodejs exception in ${where}: ${nameOf(thrown)}: ${messageOf(thrown)} (${name}, ${locate(thrown, location)})${note}`,
  );
  if (native.session.log_traces) for (const line of frames(thrown)) logLine(LOG_ERR, line);
}

/** For failures that may come with every call: the first at once, then one a minute. */
export class ThrottledReport {
  readonly #where: Where;
  readonly #context: Context;
  readonly #location: string | undefined;
  readonly #throttle = new Throttle();

  /** `location` as for report(). */
  constructor(where: Where, context: Context, location?: string) {
    this.#where = where;
    this.#context = context;
    this.#location = location;
  }

  add(thrown: unknown): void {
    const heldBack = this.#throttle.pass();
    if (heldBack !== undefined)
      report(thrown, this.#where, this.#context, this.#location, andMore(heldBack));
    else failures++;
  }
}
