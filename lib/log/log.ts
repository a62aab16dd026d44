/** The log functions of the `collectd` module. */

import { native } from '../contract/native.ts';
import { currentContext } from '../execution/context.ts';
import { LOG_DEBUG, LOG_ERR, LOG_INFO, LOG_NOTICE, LOG_WARNING } from '../shared/constants.ts';
import { replaceAll } from '../shared/primordials.ts';
import { checkText } from '../shared/text.ts';

/** For text that is not an argument of a plugin's: anything may be in it. */
export function logLine(severity: number, text: string): void {
  native.log(severity, replaceAll(text, '\0', '\\0'), currentContext()?.quiet === true);
}

function log(severity: number, message: string): void {
  checkText(message, 'a log message');
  native.log(severity, message, currentContext()?.quiet === true);
}

/**
 * Logs at severity error. Messages over 1023 bytes are continued in further ones.
 *
 * @throws TypeError when `message` is not a string, or contains NUL or lone surrogates.
 */
export function error(message: string): void {
  log(LOG_ERR, message);
}

/** Logs at severity warning; see {@link error}. */
export function warning(message: string): void {
  log(LOG_WARNING, message);
}

/** Logs at severity notice; see {@link error}. */
export function notice(message: string): void {
  log(LOG_NOTICE, message);
}

/** Logs at severity info; see {@link error}. */
export function info(message: string): void {
  log(LOG_INFO, message);
}

/** Logs at severity debug; see {@link error}. Debian's collectd drops debug messages. */
export function debug(message: string): void {
  log(LOG_DEBUG, message);
}
