/** The log functions of the `collectd` module. */

import { native } from '../contract/native.ts';
import { currentContext } from '../execution/context.ts';
import { LOG_DEBUG, LOG_ERR, LOG_INFO, LOG_NOTICE, LOG_WARNING } from '../shared/constants.ts';
import { exec, replaceAll, slice, toLowerCase } from '../shared/primordials.ts';
import { checkText } from '../shared/text.ts';

/** A line of the plugin's own, about a module or not: anything may be in it. */
export function logLine(severity: number, text: string): void {
  native.log(severity, replaceAll(text, '\0', '\\0'), currentContext()?.quiet === true);
}

/** A line of the module that runs, which begins with its name unless `LogPrefix` is false. */
function logOwn(severity: number, text: string): void {
  const context = currentContext();
  const named =
    context === undefined || !context.module.log_prefix || beginsWith(text, context.module.name)
      ? text
      : `${context.module.name}: ${text}`;
  native.log(severity, named, context?.quiet === true);
}

const NAME_GOES_ON = /[\w.-]/;

/** Many authors write the name themselves: "cpu_temp plugin: …". */
function beginsWith(text: string, name: string): boolean {
  return (
    toLowerCase(slice(text, 0, name.length)) === toLowerCase(name) &&
    exec(NAME_GOES_ON, slice(text, name.length, name.length + 1)) === null
  );
}

/** What a module writes without the log functions: anything may be in it. */
export function logOutput(severity: number, text: string): void {
  logOwn(severity, replaceAll(text, '\0', '\\0'));
}

function log(name: string, severity: number, message: string): void {
  checkText(message, `${name}: the message`);
  logOwn(severity, message);
}

/**
 * Logs at severity error. The line begins with the module's name and ": ", unless the message does
 * so or `LogPrefix` is false. Messages over 1023 bytes are continued in further ones.
 *
 * @throws TypeError when `message` is not a string, or contains NUL or lone surrogates.
 */
export function error(message: string): void {
  log('error', LOG_ERR, message);
}

/** Logs at severity warning; see {@link error}. */
export function warning(message: string): void {
  log('warning', LOG_WARNING, message);
}

/** Logs at severity notice; see {@link error}. */
export function notice(message: string): void {
  log('notice', LOG_NOTICE, message);
}

/** Logs at severity info; see {@link error}. */
export function info(message: string): void {
  log('info', LOG_INFO, message);
}

/** Logs at severity debug; see {@link error}. Debian's collectd drops debug messages. */
export function debug(message: string): void {
  log('debug', LOG_DEBUG, message);
}
