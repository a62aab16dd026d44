/** Text on its way to collectd. */
import { LOG_WARNING } from './constants.ts';
import { currentContext } from './context.ts';
import { typeError } from './errors.ts';
import { logLine } from './log.ts';

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** @throws TypeError for what is no string, and for NUL and lone surrogates. */
export function checkText(text: unknown, name: string): asserts text is string {
  if (typeof text !== 'string')
    throw typeError(
      'ERR_COLLECTD_INVALID_ARGUMENT',
      `${name} must be a string, not ${text === null ? 'null' : typeof text}`,
    );
  if (text.includes('\0'))
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${name} must not contain NUL`);
  if (LONE_SURROGATE.test(text))
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${name} must not contain lone surrogates`);
}

const MAX_CUT_TEXTS = 1024;
const cutTexts = new Set<string>();

/** Once for each text. */
export function warnOfCut(text: string, bytes: number): void {
  if (cutTexts.has(text) || cutTexts.size >= MAX_CUT_TEXTS) return;
  cutTexts.add(text);
  const module = currentContext()?.module.name ?? 'unknown module';
  logLine(LOG_WARNING, `nodejs plugin: "${text}" is cut to ${bytes} bytes (${module})`);
}
