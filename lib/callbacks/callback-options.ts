/** Arguments of the register functions: their types, and the checks of those that several share. */
import { types } from 'node:util';
import { rangeError, typeError } from '../shared/errors.ts';
import { isFields } from '../shared/field-arguments.ts';
import { didYouMean } from '../shared/suggestion.ts';
import { checkText } from '../shared/text.ts';

export type Awaitable<T> = T | PromiseLike<T>;
/** With `data` in the options, callbacks get it as their last argument. */
export type Data = [data?: never];

export type Callback = (...args: never[]) => unknown;

export interface CallbackOptions {
  /** The identifier is `nodejs.<name>` then; default: `nodejs.<module>`. */
  name?: string;
  /** When given, the callback gets it as its last argument. */
  data?: unknown;
}

export const COMMON_OPTIONS: readonly string[] = ['name', 'data'];

/** A generator that is called and never asked for its values does nothing. */
export function refuseGenerator(what: string, name: string, callback: unknown): void {
  if (types.isGeneratorFunction(callback))
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${what}: ${name} must not be a generator`);
}

/** After a message that ends without a full stop. */
export function sentence(text: string): string {
  return text === '' ? '' : `.${text}`;
}

/** Objects without an option that there is not. */
export function checkOptions(what: string, options: object, allowed: readonly string[]): void {
  if (!isFields(options))
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${what}: the options must be an object`);
  for (const key of Object.keys(options))
    if (!allowed.includes(key))
      throw typeError(
        'ERR_COLLECTD_INVALID_ARGUMENT',
        `${what}: unknown option "${key}"; there are ${allowed.join(', ')}${sentence(didYouMean(key, allowed))}`,
      );
}

/** Options that are absent, true or false. */
export function checkFlags<K extends string>(
  what: string,
  options: { readonly [Flag in K]?: unknown } | undefined,
  flags: readonly K[],
): void {
  for (const flag of flags)
    if (options?.[flag] !== undefined && typeof options[flag] !== 'boolean')
      throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${what}: ${flag} must be a boolean`);
}

export function checkName(what: string, option: string, name: unknown): void {
  if (name === undefined) return;
  checkText(name, `${what}: the ${option}`);
  if (name === '')
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${what}: the ${option} must not be empty`);
}

export function intervalOf(what: string, interval: unknown, fallback: number): number {
  if (interval === undefined || interval === 0) return fallback;
  if (typeof interval !== 'number')
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${what}: the interval must be a number`);
  if (!(interval > 0 && interval <= 31536000))
    throw rangeError(
      'ERR_COLLECTD_OUT_OF_RANGE',
      `${what}: the interval must be more than 0 and at most 31536000 seconds, not ${interval}`,
    );
  return interval;
}

export function timeoutOf(what: string, timeout: unknown): number | undefined {
  if (timeout === undefined) return undefined;
  if (typeof timeout !== 'number')
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${what}: the timeout must be a number`);
  if (!(timeout >= 0.1 && timeout <= 3600))
    throw rangeError(
      'ERR_COLLECTD_OUT_OF_RANGE',
      `${what}: the timeout must be from 0.1 to 3600 seconds, not ${timeout}`,
    );
  return timeout;
}
