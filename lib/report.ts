/** Failures of modules in the log. Texts: docs/collectd-nodejs.5.md, "Errors". */
import { LOG_ERR, LOG_WARNING } from './constants.ts';
import type { Context } from './context.ts';
import { CollectdError } from './errors.ts';
import { frames, locate } from './locate.ts';
import { logLine } from './log.ts';
import { native } from './native.ts';

export type Where =
  | 'importing module'
  | 'loading module'
  | 'init callback'
  | 'read callback'
  | 'write callback'
  | 'log callback'
  | 'shutdown callback'
  | 'asynchronous code';

function nameOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.name || thrown.constructor.name || 'Error';
  return thrown === null ? 'null' : typeof thrown;
}

function messageOf(thrown: unknown): string {
  try {
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    return text === '' ? 'N/A' : text;
  } catch {
    return 'N/A';
  }
}

/** One line for what was thrown; with LogTraces its stack after it. */
export function report(thrown: unknown, where: Where, context: Context, note = ''): void {
  const { name, path } = context.module;
  if (thrown instanceof CollectdError) {
    logLine(LOG_WARNING, `${thrown.name} in ${where}: ${messageOf(thrown)} (${name})${note}`);
    return;
  }
  const place = locate(thrown, path);
  logLine(
    LOG_ERR,
    `Unhandled nodejs exception in ${where}: ${nameOf(thrown)}: ${messageOf(thrown)} (${name}, ${place})${note}`,
  );
  if (native.session.log_traces) for (const line of frames(thrown)) logLine(LOG_ERR, line);
}

const QUIET_MS = 60_000;

/** For failures that may come with every value: the first at once, then one a minute. */
export class LimitedReport {
  readonly #where: Where;
  readonly #context: Context;
  #reportedAt = Number.NEGATIVE_INFINITY;
  #unreported = 0;

  constructor(where: Where, context: Context) {
    this.#where = where;
    this.#context = context;
  }

  add(thrown: unknown): void {
    const now = performance.now();
    if (now - this.#reportedAt < QUIET_MS) {
      this.#unreported++;
      return;
    }
    const note = this.#unreported === 0 ? '' : `, and ${this.#unreported} more since the last line`;
    this.#reportedAt = now;
    this.#unreported = 0;
    report(thrown, this.#where, this.#context, note);
  }
}
