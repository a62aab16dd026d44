import { DATA_SOURCE_TYPES, type DataSourceType } from '../../shared/constants.ts';
import { rangeError, runtimeError, typeError } from '../../shared/errors.ts';

/** Values made ready for the wire. Used again for each list: gone with the next one. */
export interface WireValues {
  readonly types: number[];
  readonly values: (number | bigint)[];
}

/** What an integer of a type can hold: from, and up to but without. */
const RANGES: Partial<Record<DataSourceType, readonly [number, number]>> = {
  counter: [0, 2 ** 64],
  derive: [-(2 ** 63), 2 ** 63],
  absolute: [0, 2 ** 64],
};

/**
 * Integer types truncate towards zero, as where a value is dispatched.
 *
 * @throws Error (ERR_COLLECTD_VALUES) when there is not one type for each value.
 * @throws TypeError for an unknown type, and for values that are no numbers.
 * @throws RangeError where an integer cannot hold a value, NaN and infinities included.
 */
export function prepareValues(
  into: WireValues,
  dstypes: readonly DataSourceType[] | undefined,
  values: readonly (number | bigint)[],
): void {
  if (dstypes !== undefined && dstypes.length !== values.length) {
    const message = `${values.length} values, but ${dstypes.length} dstypes`;
    throw runtimeError('ERR_COLLECTD_VALUES', message);
  }
  into.types.length = values.length;
  into.values.length = values.length;
  for (let index = 0; index < values.length; index++) {
    const name = dstypes?.[index] ?? 'gauge';
    const type = DATA_SOURCE_TYPES.indexOf(name);
    if (type < 0) {
      throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `unknown type of a value: ${String(name)}`);
    }
    into.types[index] = type;
    into.values[index] = prepareValue(name, values[index]);
  }
}

function prepareValue(type: DataSourceType, value: number | bigint | undefined): number | bigint {
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `not a number: ${String(value)}`);
  }
  const range = RANGES[type];
  if (range === undefined) return Number(value);
  const whole = typeof value === 'number' ? Math.trunc(value) : value;
  // NaN is in no range; a bigint is compared exactly.
  if (whole >= range[0] && whole < range[1]) return whole;
  throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', `a ${type} cannot hold ${value}`);
}
