/**
 * How many value lists a worker may dispatch within one turn of its event loop, and how many of
 * its own may wait in collectd. A loop that never ends would otherwise fill collectd's own queue,
 * which has no limit, until there is no memory, and all other writers come to nothing meanwhile.
 */

import { native } from '../contract/native.ts';
import { locate } from '../location/stack.ts';
import { logLine } from '../log/log.ts';
import { LOG_ERR } from '../shared/constants.ts';
import { runtimeError } from '../shared/errors.ts';
import { BuiltinError, max, min, now } from '../shared/primordials.ts';

// A module may replace the global ones.
const { setImmediate } = globalThis;
const { wait } = Atomics;
const wallClock = Date.now;

const MOST = 2 ** 20;
/** Of a worker that reaches the limit again and again. */
const LEAST = 2 ** 10;
const FORGIVEN_MS = 10_000;
const TOLD_EVERY_MS = 60_000;
const PAUSE_MS = 1;
/** The part of the allowance that earlier turns may have left in collectd's queue. */
const LEFT_BEHIND = 1 / 4;
const LOOKS = 32;
/** Looking takes the longer the more collectd has in its cache. */
const LOOK_EVERY_MS = 20;

let allowance = MOST;
let left = MOST;
let reachedAt = Number.NEGATIVE_INFINITY;
let toldAt = Number.NEGATIVE_INFINITY;
let isReached = false;
const pause = new Int32Array(new SharedArrayBuffer(4));

/** Dispatched, and not known to have left collectd's queue. */
let waiting = 0;
/** Those of them that came after the mark. */
let sinceMark = 0;
/** A time in seconds: a list of then or later in the cache shows that all before it were taken. */
let mark = 0;
let lookFrom = MOST / LOOKS;
let lookedAt = Number.NEGATIVE_INFINITY;

/** @throws Error ERR_COLLECTD_QUEUE_FULL: too many within this turn of the event loop. */
export function countWrite(): void {
  if (left === allowance) setImmediate(beginTurn);
  if (--left < 0) refuseTurn();
}

/**
 * @param time - of the list in seconds; 0: now
 * @throws Error ERR_COLLECTD_QUEUE_FULL: too many within this turn of the event loop, or too many
 * that collectd has not taken yet.
 */
export function countDispatch(time: number): void {
  countWrite();
  waiting++;
  sinceMark++;
  if (waiting >= lookFrom) look(time);
}

function beginTurn(): void {
  if (isReached) allowance = max(LEAST, allowance / 2);
  else if (allowance < MOST && now() - reachedAt > FORGIVEN_MS) allowance *= 2;
  isReached = false;
  left = allowance;
}

/** The queue is first in, first out, and the cache is what lists reach when they leave it. */
function look(time: number): void {
  const at = now();
  const mayLook = at - lookedAt >= LOOK_EVERY_MS;
  if (mayLook) {
    lookedAt = at;
    const newest = native.cache_newest();
    const here = wallClock() / 1000;
    // None: filters may take all away before they reach it. A mark to come: the clock was put back.
    if (newest === 0 || newest >= mark || mark > here) {
      waiting = newest === 0 ? 0 : sinceMark;
      sinceMark = 0;
      mark = time > 0 ? min(time, here) : here;
    }
  }
  const ofThisTurn = allowance - left;
  const most = allowance * LEFT_BEHIND;
  if (waiting - ofThisTurn > most) {
    waiting--;
    sinceMark--;
    refuseWaiting(most);
  }
  if (mayLook) lookFrom = min(waiting + allowance / LOOKS, most + ofThisTurn + 1);
}

function refuseTurn(): never {
  refuse(
    (place) =>
      logLine(
        LOG_ERR,
        `nodejs plugin: ${allowance} value lists were dispatched within one turn of the event loop, the last ones at ${place}.`,
      ),
    `${allowance} value lists were dispatched within one turn of the event loop; let it turn before the next ones`,
  );
}

function refuseWaiting(most: number): never {
  refuse(
    (place) =>
      logLine(
        LOG_ERR,
        `nodejs plugin: ${most} value lists that were dispatched wait in collectd, the last ones at ${place}.`,
      ),
    `${most} value lists that were dispatched wait in collectd; wait until it has written them`,
  );
}

function refuse(tell: (place: string) => void, text: string): never {
  left = max(left, 0);
  const at = now();
  reachedAt = at;
  if (!isReached && at - toldAt >= TOLD_EVERY_MS) {
    toldAt = at;
    tell(locate(new BuiltinError(), '?'));
  }
  // A loop that catches this goes on slowly, until its deadline.
  if (isReached) wait(pause, 0, 0, PAUSE_MS);
  isReached = true;
  throw runtimeError('ERR_COLLECTD_QUEUE_FULL', text);
}
