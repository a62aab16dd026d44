/**
 * The invocations of callbacks that go on in this worker: each has a deadline, and a signal
 * for those who ask for one.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { runtimeError } from '../shared/errors.ts';
import {
  BuiltinError,
  BuiltinPromise,
  isInstance,
  now,
  promiseThen,
  resolvedWith,
  SafeSet,
  withOwnMethods,
} from '../shared/primordials.ts';
import { Deadline } from './deadline.ts';

// A module may replace the global ones.
const { AbortController, DOMException } = globalThis;

/** What an invocation fails with when its promise is not settled at the deadline. */
export class CallTimeout {
  readonly #what: string;
  readonly #seconds: number;

  constructor(what: string, seconds: number) {
    this.#what = what;
    this.#seconds = seconds;
  }

  /** Unlike instanceof it asks nothing of what a module may have thrown, a proxy for instance. */
  static is(thrown: unknown): thrown is CallTimeout {
    return typeof thrown === 'object' && thrown !== null && #what in thrown;
  }

  /** `note` stands before the full stop. */
  toString(note = ''): string {
    return `${this.#what} has not finished within ${this.#seconds} s${note}.`;
  }
}

/** The invocation whose code runs, up to its first await. */
let current: Invocation | undefined;
/** Those whose promise is not settled yet. */
const pending = new SafeSet<Invocation>();
/** Invocations are known after an await, too: where a file mentions signal(), at the latest from its first call on. */
let storage: AsyncLocalStorage<Invocation | undefined> | undefined;
/** The one whose failure is being logged. */
let failed: Invocation | undefined;
/** Some invocation has been told to stop, by its signal. */
let hasStopped = false;

/** One call of a callback, or one step of a module. */
export class Invocation {
  readonly hasSignal: boolean;
  readonly #what: string;
  readonly #seconds: number;
  /** Undefined: it begins when its signal is asked for. */
  readonly #began: number | undefined;
  #controller: AbortController | undefined;
  #deadline: Deadline | undefined;
  #giveUp: ((reason: CallTimeout) => void) | undefined;
  #isStopped = false;
  #isOver = false;

  /**
   * `what` is for the log: "The read callback nodejs.x (location)". Steps of a module that are no
   * callbacks have no signal.
   */
  constructor(what: string, seconds: number, began?: number, hasSignal = true) {
    this.#what = what;
    this.#seconds = seconds;
    this.#began = began;
    this.hasSignal = hasSignal;
  }

  /** Runs the code as part of the invocation. */
  run<R>(code: () => R): R {
    const before = current;
    const tracked = storage;
    current = this;
    try {
      return tracked === undefined ? code() : tracked.run(this, code);
    } finally {
      current = before;
      if (tracked !== storage) storage?.enterWith(before);
    }
  }

  /** Settles as the promise does, but at the deadline with a CallTimeout. */
  settled(promise: PromiseLike<unknown>): Promise<unknown> {
    pending.add(this);
    const settled = new BuiltinPromise((resolve, reject) => {
      this.#giveUp = reject;
      this.#watch();
      // Not its own then(), which may throw.
      void promiseThen(resolvedWith(promise), resolve, reject);
    });
    return promiseThen(
      settled,
      (value) => {
        this.end();
        return value;
      },
      (reason) => {
        this.end();
        throw reason;
      },
    );
  }

  /** For one that watches its deadline by itself. */
  begin(): void {
    pending.add(this);
  }

  /** For good: its code may go on, but gets no signal any more. */
  end(): void {
    this.#isOver = true;
    pending.delete(this);
    this.#deadline?.clear();
    this.#controller = undefined;
    this.#giveUp = undefined;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether its signal was asked for. */
  get isUsed(): boolean {
    return this.#controller !== undefined;
  }

  signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      this.#watch();
    }
    return this.#controller.signal;
  }

  stop(): void {
    if (this.#controller === undefined) return;
    this.#isStopped = true;
    hasStopped = true;
    this.#controller.abort(new DOMException('collectd is being stopped', 'AbortError'));
  }

  /** Whether its code may fail because it was told to stop. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Runs what logs the failure of this invocation. */
  tell(code: () => void): void {
    failed = this;
    try {
      code();
    } finally {
      failed = undefined;
    }
  }

  expire(): void {
    const timeout = new CallTimeout(this.#what, this.#seconds);
    this.#giveUp?.(timeout);
    this.#controller?.abort(new DOMException(timeout.toString(), 'TimeoutError'));
  }

  #watch(): void {
    this.#deadline ??= new Deadline();
    if (this.#deadline.isSet) return;
    const passed = this.#began === undefined ? 0 : now() - this.#began;
    this.#deadline.set(this.#seconds * 1000 - passed, () => this.expire());
  }
}

/** Whether each call needs an Invocation of its own, because code may ask for it at any time. */
export function areInvocationsTracked(): boolean {
  return storage !== undefined;
}

/** It makes each promise a little dearer: only for modules that need it. */
export function trackInvocations(): void {
  if (storage !== undefined) return;
  storage = new AsyncLocalStorage();
  withOwnMethods(storage, AsyncLocalStorage);
  if (current !== undefined) storage.enterWith(current);
}

/** collectd stops: those who wait for something should stop waiting. */
export function stopInvocations(): void {
  pending.forEach((invocation) => {
    invocation.stop();
  });
}

/** A callback that fails because its signal told it to stop is no news; a callback that aborts something for itself is. */
export function isFromStop(thrown: unknown): boolean {
  const wasTold = failed === undefined ? hasStopped : failed.isStopped;
  return wasTold && isInstance(thrown, BuiltinError) && thrown.name === 'AbortError';
}

/** After an execution was ended from outside: nothing of it runs any more. */
export function forgetCurrentInvocation(): void {
  current = undefined;
}

/**
 * Of the callback that runs: an AbortSignal that fires at its deadline (`Timeout`)
 * and when collectd is stopped. For whatever takes one: `fetch(url, { signal: signal() })`.
 * After an `await` it is known in TypeScript, and in the file that a module begins with; in
 * other JavaScript ask for it before the first one.
 *
 * @throws Error ERR_COLLECTD_NO_CALLBACK outside a callback.
 */
export function signal(): AbortSignal {
  const invocation = current ?? storage?.getStore();
  // From now on it is known after an await, whichever file asks.
  trackInvocations();
  if (invocation?.isOver === false && invocation.hasSignal) return invocation.signal();
  throw runtimeError('ERR_COLLECTD_NO_CALLBACK', `signal: ${whyNone(invocation)}`);
}

function whyNone(invocation: Invocation | undefined): string {
  if (invocation === undefined)
    return 'no callback runs here; call it in a callback, in imported JavaScript before the first await';
  return invocation.hasSignal
    ? 'the callback that has led to this code has ended; timers and events have no signal, make one of your own, such as AbortSignal.timeout(5000)'
    : 'the import of a module has no signal; call it in a callback, or make one of your own, such as AbortSignal.timeout(5000)';
}
