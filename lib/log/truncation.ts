/** Text that is longer than what collectd has room for. */

import { currentContext } from '../execution/context.ts';
import { LOG_WARNING } from '../shared/constants.ts';
import { SafeSet, slice } from '../shared/primordials.ts';
import { logLine } from './log.ts';

const MAX_TRUNCATED = 1024;
const truncatedTexts = new SafeSet<string>();
/** Characters of it in the log, and for telling it from others. */
const SHOWN = 300;

/** Once for each text. */
export function warnOfTruncation(text: string, bytes: number): void {
  const shown = text.length <= SHOWN ? text : `${slice(text, 0, SHOWN)}…`;
  if (truncatedTexts.has(shown) || truncatedTexts.size >= MAX_TRUNCATED) return;
  truncatedTexts.add(shown);
  const module = currentContext()?.module.name ?? 'unknown module';
  logLine(LOG_WARNING, `nodejs plugin: "${shown}" is cut to ${bytes} bytes (${module})`);
}
