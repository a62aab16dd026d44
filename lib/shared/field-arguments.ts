/** What constructors and dispatch() are given. */
import { typeError } from './errors.ts';
import { isArray } from './primordials.ts';

/** Python's `Values('gauge')` and `dispatch('gauge', [1])`, which would otherwise be ignored. */
export function refuseFields(what: string, example: string): never {
  throw typeError(
    'ERR_COLLECTD_INVALID_ARGUMENT',
    `${what}: give the fields in an object, such as ${example}`,
  );
}

export function isFields(fields: unknown): boolean {
  return typeof fields === 'object' && fields !== null && !isArray(fields);
}

/** As with the default of a parameter: `null` is not absent, and refused where the field is used. */
export function orElse<F>(field: F | undefined, absent: F): F {
  return field === undefined ? absent : field;
}
