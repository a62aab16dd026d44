/** Ctrl-C that ends a script (breakOnSigint) is collectd's SIGINT: Node would take it over, and leave it ended. */
import { LOG_WARNING } from '../shared/constants.ts';
import { apply } from '../shared/primordials.ts';
import { nodeBinding } from './bindings.ts';
import { logCall } from './caller.ts';

type Run = (...args: unknown[]) => unknown;

interface ScriptBinding {
  readonly ContextifyScript: { readonly prototype: Record<string, Run> };
  startSigintWatchdog: () => boolean;
  stopSigintWatchdog: () => boolean;
}

/** Among the arguments of the function under all of vm's. */
const BREAK_ON_SIGINT = 3;

function tell(): void {
  logCall(
    LOG_WARNING,
    'vm: breakOnSigint',
    'has no effect: SIGINT belongs to collectd; give a timeout',
  );
}

/** Changes the binding that node:vm and node:repl use. */
export function guardScripts(): void {
  const binding = nodeBinding<ScriptBinding>('contextify');
  const prototype = binding?.ContextifyScript?.prototype;
  const run = prototype?.runInContext;
  if (binding === undefined || prototype === undefined || run === undefined) return;
  prototype.runInContext = function runWithoutSigint(this: unknown, ...args) {
    if (args[BREAK_ON_SIGINT] === true) {
      args[BREAK_ON_SIGINT] = false;
      tell();
    }
    return apply(run, this, args);
  };
  binding.startSigintWatchdog = () => true;
  binding.stopSigintWatchdog = () => false;
}

type Evaluate = (options?: { breakOnSigint?: unknown }) => unknown;

/** Changes the module vm: its modules, which there are with --experimental-vm-modules, run on their own. */
export function guardModules(exports: Record<string, unknown>): void {
  const { Module } = exports as { Module?: { prototype: { evaluate: Evaluate } } };
  if (Module === undefined) return;
  const { evaluate } = Module.prototype;
  Module.prototype.evaluate = function evaluateWithoutSigint(this: unknown, options) {
    if (options?.breakOnSigint !== true) return apply(evaluate, this, [options]);
    tell();
    return apply(evaluate, this, [{ ...options, breakOnSigint: false }]);
  };
}
