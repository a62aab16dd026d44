/**
 * How many value lists a worker may dispatch within one turn of its event loop. A loop that
 * never ends would otherwise fill collectd's own queue, which has no limit, until there is no
 * memory.
 */

import { locate } from '../location/stack.ts';
import { logLine } from '../log/log.ts';
import { LOG_ERR } from '../shared/constants.ts';
import { runtimeError } from '../shared/errors.ts';
import { BuiltinError, max, now } from '../shared/primordials.ts';

// A module may replace the global ones.
const { setImmediate } = globalThis;
const { wait } = Atomics;

const MOST = 2 ** 20;
/** Of a worker that reaches the limit again and again. */
const LEAST = 2 ** 10;
const FORGIVEN_MS = 10_000;
const TOLD_EVERY_MS = 60_000;
const PAUSE_MS = 1;

let allowance = MOST;
let left = MOST;
let reachedAt = Number.NEGATIVE_INFINITY;
let toldAt = Number.NEGATIVE_INFINITY;
let isReached = false;
const pause = new Int32Array(new SharedArrayBuffer(4));

/** @throws Error ERR_COLLECTD_QUEUE_FULL: too many within this turn of the event loop. */
export function countDispatch(): void {
  if (left === allowance) setImmediate(beginTurn);
  if (--left < 0) refuse();
}

function beginTurn(): void {
  if (isReached) allowance = max(LEAST, allowance / 2);
  else if (allowance < MOST && now() - reachedAt > FORGIVEN_MS) allowance *= 2;
  isReached = false;
  left = allowance;
}

function refuse(): never {
  left = 0;
  const at = now();
  reachedAt = at;
  const text = `${allowance} value lists were dispatched within one turn of the event loop`;
  if (!isReached && at - toldAt >= TOLD_EVERY_MS) {
    toldAt = at;
    logLine(
      LOG_ERR,
      `nodejs plugin: ${text}, the last ones at ${locate(new BuiltinError(), '?')}.`,
    );
  }
  // A loop that catches this goes on slowly, until its deadline.
  if (isReached) wait(pause, 0, 0, PAUSE_MS);
  isReached = true;
  throw runtimeError('ERR_COLLECTD_QUEUE_FULL', `${text}; let it turn before the next ones`);
}
