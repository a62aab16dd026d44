import { rangeError, typeError } from '../shared/errors.ts';
import { SECONDS_LIMIT } from '../shared/time.ts';

/** A time or an interval. @throws TypeError, RangeError for what collectd cannot have. */
export function seconds(value: number, name: string): number {
  if (typeof value !== 'number')
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${name} must be a number of seconds`);
  if (!(value >= 0 && value < SECONDS_LIMIT))
    throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', `${name} must not be ${value}`);
  return value;
}
