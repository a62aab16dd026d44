/** Seconds, the year 2514: from here on a time or an interval does not fit collectd's cdtime_t. */
export const SECONDS_LIMIT = 2 ** 34;
