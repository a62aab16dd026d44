/** Says in words what was thrown, which may be anything: a proxy, an object whose getters throw, text without end. */

import { types } from 'node:util';
import { BuiltinError, isInstance, slice, toText } from '../shared/primordials.ts';
import { attempt } from './attempt.ts';
import { withCauses } from './causes.ts';
import { hinted } from './hints.ts';
import { inspected } from './inspected.ts';
import { oneLine, shortened } from './one-line.ts';

const { isNativeError } = types;

/** Characters that an error's causes may have, each of them and together. */
const MOST_OF_CAUSE = 1024;
const MOST_OF_CAUSES = 4096;

/** Those of another realm, such as a `vm` context's, are errors, too. */
function isError(thrown: unknown): thrown is Error {
  return attempt(() => isNativeError(thrown) || isInstance(thrown, BuiltinError), false);
}

function kindOf(thrown: unknown): string {
  return thrown === null ? 'null' : typeof thrown;
}

export function nameOf(thrown: unknown): string {
  const kind = kindOf(thrown);
  return attempt(
    () =>
      isError(thrown) ? oneLine(toText(thrown.name || thrown.constructor.name || 'Error')) : kind,
    kind,
  );
}

/** What it says of itself, or nothing. */
function ownMessage(thrown: unknown, most?: number): string {
  return attempt(() => {
    if (isError(thrown)) return hinted(oneLine(toText(thrown.message), most));
    const isObject = typeof thrown === 'object' && thrown !== null;
    return hinted(oneLine(isObject ? inspected(thrown) : toText(thrown), most));
  }, '');
}

/** Of a cause, and of one of several errors: the names that say nothing are left out. */
function asCause(thrown: unknown): string {
  const message = ownMessage(thrown, MOST_OF_CAUSE);
  const name = isError(thrown) ? shortened(nameOf(thrown), 100) : 'Error';
  if (name === 'Error' || name === 'AggregateError') return message;
  return message === '' ? name : `${name}: ${message}`;
}

/** Its message, and why it came about. */
export function messageOf(thrown: unknown): string {
  const own = ownMessage(thrown);
  const whole = withCauses(thrown, (error) => (error === thrown ? own : asCause(error)));
  return whole.length === 0
    ? 'N/A'
    : own + shortened(slice(whole, own.length, whole.length), MOST_OF_CAUSES);
}

/** `TypeError: fetch failed: connect ECONNREFUSED 127.0.0.1:80`. */
export function thrownText(thrown: unknown): string {
  if (thrown === undefined || thrown === null) return `${kindOf(thrown)} was thrown, not an Error`;
  return `${nameOf(thrown)}: ${messageOf(thrown)}`;
}
