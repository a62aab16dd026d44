/** What to do about messages of Node and V8 that do not say it, or speak of names that no author has written. */
import { exec } from '../shared/primordials.ts';
import { didYouMean } from '../shared/suggestion.ts';

/** As V8 words it for a name of the `collectd` module; `_collectd2.default` is an import that was transpiled. */
const NO_SUCH_NAME =
  /^(?:\(0 ?, ?)?_?collectd\d*(?:\.default)?\.([\w$]+)\)? is not a (?:function|constructor)$/;
const NO_SUCH_EXPORT =
  /^The requested module 'collectd' does not provide an export named '([\w$]+)'$/;
const NO_INSPECTOR = 'This Environment was initialized without a V8::Inspector';

let names: readonly string[] = [];

/** Those of the `collectd` module. */
export function setKnownNames(known: readonly string[]): void {
  names = known;
}

/** The message, or what says more. */
export function hinted(message: string): string {
  if (message === NO_INSPECTOR)
    return `${message}: the profiler works in collectd-nodejs run, and NodeOption "--prof" in collectd`;
  const missing = (exec(NO_SUCH_NAME, message) ?? exec(NO_SUCH_EXPORT, message))?.[1];
  if (missing === undefined || names.includes(missing)) return message;
  return `collectd has no ${missing}.${didYouMean(missing, names)}`;
}
