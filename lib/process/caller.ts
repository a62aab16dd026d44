/** Which module called, for what the log says about calls that concern the whole process. */
import { currentContext } from '../execution/context.ts';
import { locate } from '../location/stack.ts';
import { logLine } from '../log/log.ts';
import { SafeMap } from '../shared/primordials.ts';
import { andMore, Throttle } from '../shared/throttle.ts';

export interface Caller {
  readonly name: string;
  readonly path: string;
}

let unknown: Caller = { name: 'unknown module', path: 'unknown file' };

/** Who it was when the asynchronous context does not tell. */
export function setUnknownCaller(caller: Caller): void {
  unknown = caller;
}

export function currentCaller(): Caller {
  return currentContext()?.module ?? unknown;
}

const throttles = new SafeMap<string, Throttle>();

/** One line that names the module and its line; of the same module and `kind` one a minute. */
export function logCall(severity: number, call: string, text: string, kind = call): void {
  const { name, path } = currentCaller();
  const key = `${name} ${kind}`;
  const throttle = throttles.get(key) ?? new Throttle();
  throttles.set(key, throttle);
  const heldBack = throttle.pass();
  if (heldBack === undefined) return;
  const location = locate(new Error(), path);
  logLine(severity, `nodejs plugin: ${call}: ${text} (${name}, ${location})${andMore(heldBack)}`);
}
