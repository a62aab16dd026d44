/** Text that is longer than what collectd has room for. */

import { currentContext } from '../execution/context.ts';
import { LOG_WARNING } from '../shared/constants.ts';
import { logLine } from './log.ts';

const MAX_CUT_TEXTS = 1024;
const cutTexts = new Set<string>();
/** Characters of it in the log, and for telling it from others. */
const SHOWN = 300;

/** Once for each text. */
export function warnOfCut(text: string, bytes: number): void {
  const shown = text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
  if (cutTexts.has(shown) || cutTexts.size >= MAX_CUT_TEXTS) return;
  cutTexts.add(shown);
  const module = currentContext()?.module.name ?? 'unknown module';
  logLine(LOG_WARNING, `nodejs plugin: "${shown}" is cut to ${bytes} bytes (${module})`);
}
