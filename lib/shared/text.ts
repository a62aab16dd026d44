/** Text on its way to collectd. */
import { typeError } from './errors.ts';
import { exec, includesText } from './primordials.ts';

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Whether collectd can have it as it is: no NUL, no lone surrogates. */
export function isText(text: string): boolean {
  return !includesText(text, '\0') && exec(LONE_SURROGATE, text) === null;
}

/** @throws TypeError for what is no string, and for NUL and lone surrogates. */
export function checkText(text: unknown, name: string): asserts text is string {
  if (typeof text !== 'string')
    throw typeError(
      'ERR_COLLECTD_INVALID_ARGUMENT',
      `${name} must be a string, not ${text === null ? 'null' : typeof text}`,
    );
  if (includesText(text, '\0'))
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${name} must not contain NUL`);
  if (exec(LONE_SURROGATE, text) !== null)
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${name} must not contain lone surrogates`);
}
