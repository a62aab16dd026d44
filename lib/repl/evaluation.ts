/**
 * Ctrl-C while code runs. Node's own way, breakEvalOnSigint, would take SIGINT from
 * collectd; here each evaluation is watched on the connection that it came by.
 */
import { types } from 'node:util';
import { Script } from 'node:vm';
import { interruptible } from 'collectd-nodejs/interactive';

export class Evaluation {
  readonly socket: number;
  /** Rejected by interrupt(): what an await gives way to. */
  readonly interruption: Promise<never>;
  #reject: (reason: Error) => void = () => undefined;

  constructor(socket: number) {
    this.socket = socket;
    this.interruption = new Promise((_resolve, reject) => {
      this.#reject = reject;
    });
    // Mostly nobody awaits it.
    this.interruption.catch(() => undefined);
  }

  /** For an await that is pending: code that runs is interrupted without this. */
  interrupt(): void {
    const error = new Error('Script execution was interrupted');
    error.stack = `${error.name}: ${error.message}`;
    this.#reject(Object.assign(error, { code: 'ERR_SCRIPT_EXECUTION_INTERRUPTED' }));
  }
}

type Run = (this: Script, ...args: unknown[]) => unknown;

let current: { readonly evaluation: Evaluation; readonly mayAwait: boolean } | undefined;

/** Runs node:repl's evaluation of `code` so that Ctrl-C reaches it. */
export function evaluateWatched(evaluation: Evaluation, code: string, evaluate: () => void): void {
  const before = current;
  current = { evaluation, mayAwait: code.includes('await') };
  try {
    evaluate();
  } finally {
    current = before;
  }
}

function watched(run: Run): Run {
  return function runWatched(this: Script, ...args: unknown[]) {
    if (current === undefined) return run.apply(this, args);
    const { evaluation, mayAwait } = current;
    const result = interruptible(evaluation.socket, () => run.apply(this, args));
    return mayAwait && types.isPromise(result)
      ? Promise.race([result, evaluation.interruption])
      : result;
  };
}

/** Before node:repl is loaded, which remembers what it finds here. */
export function watchScripts(): void {
  const prototype = Script.prototype as unknown as Record<string, Run>;
  for (const name of ['runInContext', 'runInThisContext']) {
    const run = prototype[name];
    if (run !== undefined) prototype[name] = watched(run);
  }
}
