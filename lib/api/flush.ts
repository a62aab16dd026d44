import { checkOptions } from '../callbacks/callback-options.ts';
import { depthOfFlush } from '../callbacks/kinds/flush.ts';
import { native } from '../contract/native.ts';
import { rangeError, typeError } from '../shared/errors.ts';
import { isFields, NONE } from '../shared/field-arguments.ts';
import { checkText } from '../shared/text.ts';
import { SECONDS_LIMIT } from '../shared/time.ts';

export interface FlushOptions {
  /** Whose flush callback, as the write callback is named; default: everybody's. */
  plugin?: string;
  /** Seconds: only what is older. Default, 0 and less: everything. */
  timeout?: number;
  /** `host/plugin-instance/type-instance`; default: all. */
  identifier?: string;
}

/**
 * Asks write plugins to write what they keep.
 *
 * @throws TypeError, RangeError for arguments of the wrong kind; Error ERR_COLLECTD_TOO_DEEP
 *   from the eighth flush on that a flush callback of the one before has asked for.
 * Source: collectd-python(5), flush.
 */
export function flush(options: FlushOptions = NONE): void {
  // Python's flush('nodejs.spam') would otherwise flush everybody.
  if (!isFields(options))
    throw typeError(
      'ERR_COLLECTD_INVALID_ARGUMENT',
      'flush: give an object with plugin, timeout or identifier',
    );
  checkOptions('flush', options, ['plugin', 'timeout', 'identifier']);
  const { plugin, timeout = 0, identifier } = options;
  if (plugin !== undefined) checkText(plugin, 'flush: plugin');
  if (identifier !== undefined) checkText(identifier, 'flush: identifier');
  if (typeof timeout !== 'number')
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', 'flush: timeout must be a number of seconds');
  if (Number.isNaN(timeout) || timeout >= SECONDS_LIMIT)
    throw rangeError(
      'ERR_COLLECTD_OUT_OF_RANGE',
      `flush: timeout must be less than ${SECONDS_LIMIT} seconds, not ${timeout}`,
    );
  native.flush(plugin ?? null, Math.max(0, timeout), identifier ?? null, depthOfFlush());
}
