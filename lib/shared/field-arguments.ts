/** What constructors and dispatch() are given. */
import { typeError } from './errors.ts';
import { defineProperty, freeze, isArray } from './primordials.ts';

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

/** Where no fields or options are given: an object of this module's own would have those of Object.prototype. */
export const NONE: Readonly<Record<string, never>> = freeze({ __proto__: null }) as never;

/** Assigning to them makes properties of the object's own, whatever setters Object.prototype has. */
export function keepFields(type: { readonly prototype: object }, names: readonly string[]): void {
  for (const name of names)
    defineProperty(type.prototype, name, { value: undefined, writable: true, configurable: true });
}
