// Numbers as text.

/**
 * What C's and Python's `%f` print: six decimals, ties to even, never an exponent.
 *
 * toFixed is exact below 1e21 except that it rounds ties away from zero. A tie lies halfway between two
 * multiples of 10^-6, so it is an odd multiple of 1 / (2^7 * 5^6); a double is a multiple of a power of two,
 * hence a tie exactly when it is an odd multiple of 2^-7.
 */
export function formatNumber(value: number): string {
  if ((value | 0) === value && !Object.is(value, -0)) return `${value}.000000`;
  if (Math.abs(value) >= 1e21) return `${BigInt(value)}.000000`;
  const text = value.toFixed(6);
  if (Math.abs((value * 128) % 2) === 1) return toEven(text);
  return Object.is(value, -0) ? `-${text}` : text;
}

/** Of a tie that was rounded away from zero: an odd last digit goes back by one, which never borrows. */
function toEven(text: string): string {
  const last = Number(text.at(-1));
  return last % 2 === 0 ? text : text.slice(0, -1) + (last - 1);
}

/** The shortest text that gives the same double again. */
export function shortest(value: number): string {
  return String(value);
}
