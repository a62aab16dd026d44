/** Which module called, for what the log says about calls that concern the whole process. */
import { currentContext } from '../execution/context.ts';
import { locate } from '../location/stack.ts';
import { logLine } from '../log/log.ts';
import { append, SafeMap, SafeSet } from '../shared/primordials.ts';
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

/** Longer lists of what was said belong to no module that knows what it does. */
const MOST_TOLD = 1000;
const told = new SafeSet<string>();

export function toldLines(): readonly string[] {
  const lines: string[] = [];
  told.forEach((line) => {
    append(lines, line);
  });
  return lines;
}

/** Lines of the thread that has made this one are not said again. */
export function rememberLines(lines: readonly string[]): void {
  for (const line of lines) told.add(line);
}

/** One line for the same module, `call` and place; what libraries do in packages counts as one place. */
export function logCallOnce(severity: number, call: string, text: string): void {
  const { name, path } = currentCaller();
  const location = locate(new Error(), path);
  const key = location.includes('/node_modules/') ? name : `${name} ${call} ${location}`;
  if (told.has(key) || told.size >= MOST_TOLD) return;
  told.add(key);
  logLine(severity, `nodejs plugin: ${call}: ${text} (${name}, ${location})`);
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
