/** collectd's time: an unsigned 64-bit number of 2^-30 seconds. */

const UNITS_PER_SECOND = 2 ** 30;

export function secondsOf(cdtime: bigint): number {
  return Number(cdtime) / UNITS_PER_SECOND;
}

/** From whole seconds, as low-resolution parts have them. */
export function fromWholeSeconds(seconds: bigint): bigint {
  return seconds << 30n;
}

/** To the nearest unit; a number all the same, for all of its bits are exact. */
export function unitsOf(seconds: number): number {
  return Math.round(seconds * UNITS_PER_SECOND);
}
