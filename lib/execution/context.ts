/**
 * Whose code runs: the module and the interval that a registration, a dispatch or
 * a log line belongs to. With one module and one interval in a worker that is
 * known without looking; otherwise it travels with the asynchronous context.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { ModuleInfo } from '../contract/native.ts';
import { withOwnMethods } from '../shared/primordials.ts';

export interface Context {
  readonly module: ModuleInfo;
  /** Seconds: the default interval of what is dispatched or registered here. */
  readonly interval: number;
  /** In a log callback, and in what it has led to: what is logged must not come back to it. */
  readonly quiet: boolean;
  /** How many notifications have led to the one whose callback runs here. */
  readonly depth: number;
  /** How many flushes have led to the one whose callback runs here. */
  readonly flushDepth: number;
}

let only: Context | undefined;
let storage: AsyncLocalStorage<Context> | undefined;

/** The context of a worker that has one module. */
export function setOnlyContext(context: Context): void {
  only = context;
}

/** From now on contexts differ, and each callback carries its own. */
export function trackContexts(): void {
  if (storage !== undefined) return;
  storage = new AsyncLocalStorage();
  withOwnMethods(storage, AsyncLocalStorage);
}

export function currentContext(): Context | undefined {
  return storage?.getStore() ?? only;
}

export function runIn<R>(context: Context, code: () => R): R {
  return storage === undefined ? code() : storage.run(context, code);
}
