/** The limits of 64-bit integers, in values and in meta data. */
export const MIN_SIGNED = -(2n ** 63n);
export const MAX_SIGNED = 2n ** 63n - 1n;
export const MAX_UNSIGNED = 2n ** 64n - 1n;
