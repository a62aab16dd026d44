/**
 * Drains the queue of one write callback (or missing, or cache event callback): one
 * call at a time. The next list (or
 * batch) follows when the callback has returned, and its promise is settled or out
 * of time. After 5 ms the event loop has its turn.
 */

import {
  PROGRESS_BEGUN_INDEX,
  PROGRESS_IN_HAND_INDEX,
  TAKEN_COUNT_INDEX,
  TAKEN_FIRST_INDEX,
  TAKEN_URGENT_INDEX,
} from '../contract/layout.generated.ts';
import { native, type WriterHandle } from '../contract/native.ts';
import { runIn } from '../execution/context.ts';
import { Deadline } from '../execution/deadline.ts';
import { areInvocationsTracked, CallTimeout, Invocation } from '../execution/invocation.ts';
import { runtimeError } from '../shared/errors.ts';
import { listOf, max, min, now, promiseThen, resolvedWith } from '../shared/primordials.ts';
import { RecordReader, type RecordReaderClass } from './record-reader.ts';
import { callTitle, isPromise, type Registered } from './registered.ts';
import { type Tally, tallyOf } from './tally.ts';

// A module may replace the global ones.
const { setImmediate } = globalThis;

const TURN_MS = 5;
const MOST = 1024;
const FIRST_STEP = 16;

export interface WriteQueueOptions {
  readonly batch: boolean;
  readonly bigint: boolean;
  readonly rates: boolean;
  /** Whether a full queue drops the oldest lists; default: those that arrive. */
  readonly dropsOldest?: boolean;
  /** Default: RecordReader, which makes Values. */
  readonly reader?: RecordReaderClass;
}

export class WriteQueue {
  readonly #registered: Registered;
  readonly #callback: (list: unknown, data?: unknown) => unknown;
  readonly #batch: boolean;
  readonly #writer: WriterHandle;
  readonly #reader: InstanceType<RecordReaderClass>;
  readonly #title: string;
  /** The call of the callback that goes on, or the next one. */
  #invocation: Invocation;
  #isInvocationOwn = false;
  readonly #tally: Tally | undefined;
  readonly #taken = new Uint32Array(native.taken);
  /**
   * For native code, should this worker end here: how many records of the part were handed
   * over, and how many of these are in hand (PROGRESS_*).
   */
  readonly #progress: Uint32Array;
  #isDraining = false;
  #step = FIRST_STEP;
  /** Counts pending calls, so that a promise that settles late changes nothing. */
  #calls = 0;
  #isPending = false;
  #pendingSince = 0;
  /** When the callback was called whose promise is pending. */
  #calledAt = 0;
  /** How many records the pending call has in hand. */
  #inHand = 0;
  /** Unregistered: what waits is discarded. */
  #isClosed = false;
  #turnEnds = 0;
  readonly #deadline = new Deadline();

  constructor(registered: Registered, options: WriteQueueOptions) {
    const opened = native.writer(registered.id, options.rates, options.dropsOldest === true);
    if (opened === undefined)
      throw runtimeError(
        'ERR_COLLECTD_TOO_LATE',
        `${registered.identifier} is registered no more: its module was left out meanwhile`,
      );
    const [writer, memory, progress, cells] = opened;
    this.#registered = registered;
    const callback = registered.callback as (...args: unknown[]) => unknown;
    this.#callback = registered.hasData ? callback : (list) => callback(list);
    this.#batch = options.batch;
    this.#progress = new Uint32Array(progress);
    this.#writer = writer;
    this.#reader = new (options.reader ?? RecordReader)(writer, memory, cells, options.bigint);
    this.#title = callTitle(registered);
    this.#invocation = this.#newInvocation();
    this.#tally = tallyOf(registered);
  }

  close(): void {
    this.#isClosed = true;
  }

  /** True when more waits. */
  drain(): boolean {
    if (this.#isPending) return false;
    this.#turnEnds = now() + TURN_MS;
    return this.#run();
  }

  #run(): boolean {
    this.#isDraining = true;
    const more = this.#invocation.run(() => runIn(this.#registered.context, () => this.#drain()));
    this.#isDraining = false;
    this.#tally?.handOver();
    return more;
  }

  /** The last drain was ended from outside: what was handed over is over. */
  recover(): void {
    if (!this.#isDraining) return;
    this.#isDraining = false;
    this.#endInvocation();
    if (this.#isPending) return;
    this.#tally?.fail();
    this.#tally?.add(1, now() - (this.#turnEnds - TURN_MS));
    this.#tally?.handOver();
    native.take(this.#writer, this.#progress[PROGRESS_BEGUN_INDEX] as number, 0);
  }

  #drain(): boolean {
    let done = 0;
    let began = now();
    for (;;) {
      native.take(this.#writer, done, this.#batch ? MOST : this.#step);
      const first = this.#taken[TAKEN_FIRST_INDEX] as number;
      const count = this.#taken[TAKEN_COUNT_INDEX] as number;
      if (count === 0) return false;
      if (this.#isClosed) done = count;
      else done = this.#batch ? this.#giveBatch(first, count) : this.#giveEach(first, count, began);
      if (this.#isPending) {
        if (this.#batch) this.#calledAt = began;
        return false;
      }
      const time = now();
      if (!this.#isClosed) this.#tally?.add(this.#batch ? 1 : count, time - began);
      this.#adapt(time - began, count);
      began = time;
      // Or a write thread waits for a filter of this worker.
      if (time >= this.#turnEnds || this.#taken[TAKEN_URGENT_INDEX] !== 0) {
        native.take(this.#writer, done, 0);
        return true;
      }
    }
  }

  /** So many lists between two looks at the clock that it does not matter. */
  #adapt(took: number, count: number): void {
    if (took > 1) this.#step = max(1, this.#step >>> 1);
    else if (took < 0.25 && count === this.#step) this.#step = min(MOST, this.#step * 2);
  }

  #giveEach(first: number, count: number, began: number): number {
    const reader = this.#reader;
    const progress = this.#progress;
    progress[PROGRESS_IN_HAND_INDEX] = 1;
    for (let i = 0; i < count && !this.#isClosed; i++) {
      progress[0] = i + 1;
      const result = this.#give(reader.at(first + i));
      if (result !== undefined) {
        // Those before it are done: at shutdown only what is not counts as dropped.
        if (i > 0) native.take(this.#writer, i, 0);
        this.#await(result, 1);
        this.#tallyBefore(i, began);
        return 0;
      }
    }
    return count;
  }

  /** Those of a part that have returned before one gave a promise. */
  #tallyBefore(calls: number, began: number): void {
    const each = (this.#pendingSince - began) / (calls + 1);
    this.#calledAt = this.#pendingSince - each;
    if (calls > 0) this.#tally?.add(calls, each * calls);
  }

  #giveBatch(first: number, count: number): number {
    const lists = listOf(count, (i) => this.#reader.at(first + i));
    this.#progress[0] = count;
    this.#progress[1] = count;
    const result = this.#give(lists);
    if (result === undefined) return count;
    this.#await(result, count);
    return 0;
  }

  /** The promise that the callback returned, if it did. */
  #give(list: unknown): PromiseLike<unknown> | undefined {
    try {
      const result = this.#call(list);
      if (isPromise(result)) return result;
    } catch (error) {
      this.#registered.report.add(error);
      this.#tally?.fail();
    }
    if (this.#isInvocationOwn || this.#invocation.isUsed) this.#endInvocation();
    return undefined;
  }

  /** Calls have an Invocation in common until code asks for the signal of one. */
  #call(list: unknown): unknown {
    if (!areInvocationsTracked()) return this.#callback(list, this.#registered.data);
    this.#isInvocationOwn = true;
    this.#invocation = this.#newInvocation();
    return this.#invocation.run(() => this.#callback(list, this.#registered.data));
  }

  #newInvocation(): Invocation {
    return new Invocation(this.#title, this.#registered.timeout);
  }

  #endInvocation(): void {
    this.#invocation.end();
    this.#invocation = this.#newInvocation();
    this.#isInvocationOwn = false;
  }

  #await(promise: PromiseLike<unknown>, done: number): void {
    const call = ++this.#calls;
    this.#isPending = true;
    this.#pendingSince = now();
    this.#inHand = done;
    this.#progress[PROGRESS_BEGUN_INDEX] = done;
    this.#invocation.begin();
    if (!this.#deadline.isSet) this.#watch(this.#registered.timeout * 1000);
    // Not its own then(), which may throw.
    void promiseThen(
      resolvedWith(promise),
      () => this.#resume(call),
      (error) => {
        if (call === this.#calls) {
          this.#registered.report.add(error);
          // One that is out of time has failed already.
          if (this.#isPending) this.#tally?.fail();
        }
        this.#resume(call);
      },
    );
  }

  #resume(call: number): void {
    if (call !== this.#calls || !this.#isPending) return;
    this.#isPending = false;
    this.#endInvocation();
    this.#tally?.add(1, now() - this.#calledAt);
    native.take(this.#writer, this.#inHand, 0);
    if (now() >= this.#turnEnds) {
      this.#tally?.handOver();
      setImmediate(() => this.#continue());
    } else if (this.#run()) setImmediate(() => this.#continue());
  }

  #continue(): void {
    if (this.drain()) setImmediate(() => this.#continue());
  }

  /** One deadline for many calls: it looks again when the call it finds is a younger one. */
  #watch(milliseconds: number): void {
    const call = this.#calls;
    this.#deadline.set(milliseconds, () => {
      if (!this.#isPending) return;
      const { timeout } = this.#registered;
      // The deadline has stood still with the process, the clock of this one has not.
      const left = call === this.#calls ? 0 : this.#pendingSince + timeout * 1000 - now();
      if (left > 0) {
        this.#watch(left);
        return;
      }
      this.#registered.report.add(new CallTimeout(this.#title, timeout));
      this.#tally?.fail();
      this.#invocation.expire();
      this.#resume(this.#calls);
    });
  }
}
