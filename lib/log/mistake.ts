/** Mistakes of modules that are no failures, and would otherwise pass in silence. */
import { type Context, currentContext } from '../execution/context.ts';
import { LOG_WARNING } from '../shared/constants.ts';
import { SafeMap, SafeSet } from '../shared/primordials.ts';
import { andMore, Throttle } from '../shared/throttle.ts';
import { logLine } from './log.ts';

export type Mistake = 'returned values' | 'cut fraction' | 'rate of a counter' | 'busy worker';

const throttles = new SafeMap<string, Throttle>();

/** One line a minute for each module and kind of mistake; `text` is asked for only then. */
export function noteMistake(kind: Mistake, text: () => string, context?: Context): void {
  const { module } = context ?? currentContext() ?? {};
  const name = module?.name ?? 'unknown module';
  const key = `${module?.index ?? -1} ${kind}`;
  const throttle = throttles.get(key) ?? new Throttle();
  throttles.set(key, throttle);
  const heldBack = throttle.pass();
  if (heldBack === undefined) return;
  logLine(LOG_WARNING, `nodejs plugin: ${text()} (${name})${andMore(heldBack)}`);
}

/** Of one worker. A module may make up names; those after these are not logged. */
const MOST_NOTED = 200;
const noted = new SafeSet<string>();

/** One line for each module and `mistake`, whose text tells it from others: for those that stay as they are. */
export function noteMistakeOnce(mistake: string, text: () => string): void {
  const module = currentContext()?.module;
  const key = `${module?.index ?? -1} ${mistake}`;
  if (noted.has(key) || noted.size >= MOST_NOTED) return;
  noted.add(key);
  logLine(LOG_WARNING, `nodejs plugin: ${text()} (${module?.name ?? 'unknown module'})`);
}
