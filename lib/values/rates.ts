/** The rates that came with received lists: beside them, so that other lists do not pay for it. */
import { runtimeError } from '../shared/errors.ts';
import { SafeWeakMap } from '../shared/primordials.ts';

const rates = new SafeWeakMap<object, number[]>();

export function setRates(list: object, of: number[]): void {
  rates.set(list, of);
}

export function ratesOf(list: object): number[] {
  const found = rates.get(list);
  if (found === undefined)
    throw runtimeError(
      'ERR_COLLECTD_NO_RATES',
      'rates() is for lists that a write callback registered with { rates: true } gets',
    );
  return found;
}
