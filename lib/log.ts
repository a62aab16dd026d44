/** The log functions of the `collectd` module. */
import { LOG_DEBUG, LOG_ERR, LOG_INFO, LOG_NOTICE, LOG_WARNING } from './constants.ts';
import { currentContext } from './context.ts';
import { typeError } from './errors.ts';
import { native } from './native.ts';

/** For text that is not an argument of a plugin's: anything may be in it. */
export function logLine(severity: number, text: string): void {
  native.log(severity, text.replaceAll('\0', '\\0'), currentContext()?.quiet === true);
}

function log(severity: number, message: string): void {
  if (typeof message !== 'string')
    throw typeError(
      'ERR_COLLECTD_INVALID_ARGUMENT',
      `a log message must be a string, not ${message === null ? 'null' : typeof message}`,
    );
  if (message.includes('\0'))
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', 'a log message must not contain NUL');
  native.log(severity, message, currentContext()?.quiet === true);
}

/**
 * Logs at severity error. Messages over 1023 bytes are continued in further ones; lone
 * surrogates show as U+FFFD.
 *
 * @throws TypeError when `message` is not a string or contains NUL.
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
