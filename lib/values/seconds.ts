import { rangeError, typeError } from '../shared/errors.ts';
import { SECONDS_LIMIT } from '../shared/time.ts';

/** Of 1973 and of 5138, as Date.now() has them. */
const LEAST_MILLISECONDS = 1e11;
const MOST_MILLISECONDS = 1e14;

/** A time or an interval. @throws TypeError, RangeError for what collectd cannot have. */
export function seconds(value: number, name: string): number {
  if (typeof value !== 'number')
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${name} must be a number of seconds`);
  if (name === 'time' && value >= LEAST_MILLISECONDS && value < MOST_MILLISECONDS)
    throw rangeError(
      'ERR_COLLECTD_OUT_OF_RANGE',
      `time is in seconds since 1970; ${value} looks like milliseconds: divide by 1000`,
    );
  if (!(value >= 0 && value < SECONDS_LIMIT))
    throw rangeError(
      'ERR_COLLECTD_OUT_OF_RANGE',
      `${name} must be from 0 to ${SECONDS_LIMIT - 1} seconds, not ${value}`,
    );
  return value;
}
