/** Failures of modules in the log. Texts: docs/collectd-nodejs.5.md, "Errors". */

import { type KindName, native } from '../contract/native.ts';
import type { Context } from '../execution/context.ts';
import { CallTimeout, isFromStop } from '../execution/invocation.ts';
import { frames, locate } from '../location/stack.ts';
import { LOG_ERR, LOG_WARNING } from '../shared/constants.ts';
import { CollectdError } from '../shared/errors.ts';
import { IDENTIFIER_PREFIX } from '../shared/plugin-name.ts';
import { isInstance } from '../shared/primordials.ts';
import { andMore, Throttle } from '../shared/throttle.ts';
import { attempt } from './attempt.ts';
import { causesOf } from './causes.ts';
import { logLine } from './log.ts';
import { messageOf, nameOf, thrownText } from './thrown.ts';

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

/**
 * One line for what was thrown; with LogTraces its stack after it. `location` is for what does not
 * tell where it was thrown: that of the callback's registration. `identifier` is the callback's.
 */
export function report(
  thrown: unknown,
  where: Where,
  context: Context,
  location = context.module.path,
  identifier = '',
  note = '',
): void {
  if (attempt(() => isFromStop(thrown), false)) return;
  failures++;
  if (CallTimeout.is(thrown)) {
    logLine(LOG_ERR, `nodejs plugin: ${thrown.toString(note)}`);
    return;
  }
  const { name } = context.module;
  // The place of its registration may be that of many.
  const callback =
    identifier === '' || identifier === IDENTIFIER_PREFIX + name ? '' : `, ${identifier}`;
  if (attempt(() => isInstance(thrown, CollectdError), false)) {
    logLine(
      LOG_WARNING,
      `${nameOf(thrown)} in ${where}: ${messageOf(thrown)} (${name}${callback})${note}`,
    );
    return;
  }
  logLine(
    LOG_ERR,
    `Unhandled nodejs exception in ${where}: ${thrownText(thrown)} (${name}, ${locate(thrown, location)}${callback})${note}`,
  );
  if (native.session.log_traces) logTraces(thrown);
}

function logTraces(thrown: unknown): void {
  logFrames(frames(thrown));
  const causes = causesOf(thrown);
  for (let i = 0; i < causes.length; i++) {
    const lines = frames(causes[i]);
    if (lines.length > 0) logLine(LOG_ERR, `  caused by ${thrownText(causes[i])}`);
    logFrames(lines);
  }
}

function logFrames(lines: readonly string[]): void {
  for (let i = 0; i < lines.length; i++) logLine(LOG_ERR, lines[i] as string);
}

/** For failures that may come with every call: the first at once, then one a minute. */
export class ThrottledReport {
  readonly #where: Where;
  readonly #context: Context;
  readonly #location: string | undefined;
  readonly #identifier: string | undefined;
  readonly #throttle = new Throttle();

  /** `location` as for report(). */
  constructor(where: Where, context: Context, location?: string, identifier?: string) {
    this.#where = where;
    this.#context = context;
    this.#location = location;
    this.#identifier = identifier;
  }

  add(thrown: unknown): void {
    const heldBack = this.#throttle.pass();
    if (heldBack !== undefined)
      report(
        thrown,
        this.#where,
        this.#context,
        this.#location,
        this.#identifier,
        andMore(heldBack),
      );
    else failures++;
  }
}
