// A table of mistakes with the fields or options of one place.
import type { Row } from './functions.ts';

export interface FieldMistakes {
  readonly wrongKind: Row | 'any kind will do';
  readonly outOfRange: Row | 'has no range';
  readonly missing: Row | 'may be left out';
}

/** Where a field stands, and what the log says when it is misspelt; undefined: it is thrown. */
export interface Place {
  /** The code around the field. */
  readonly around: (field: string) => string;
  /** The names that it has, as messages list them. */
  readonly names: readonly string[];
  /** Thrown, or a warning of the log. */
  readonly misspelt: (typo: string, name: string, names: readonly string[]) => string;
  readonly isThrown: boolean;
  readonly fields: Readonly<Record<string, FieldMistakes>>;
}

export const type = (text: string): string => `TypeError ERR_COLLECTD_INVALID_ARGUMENT: ${text}`;
export const range = (text: string): string => `RangeError ERR_COLLECTD_OUT_OF_RANGE: ${text}`;
export const NO_RANGE = 'has no range';
export const OPTIONAL = 'may be left out';
export const ANY = 'any kind will do';

export const NAME = { outOfRange: NO_RANGE, missing: OPTIONAL } as const;

export function placed(
  around: Place['around'],
  particulars: Omit<Place, 'around' | 'names'>,
): Place {
  return { around, names: Object.keys(particulars.fields), ...particulars };
}

export const unknown =
  (what: string) =>
  (typo: string, name: string, names: readonly string[]): string =>
    type(
      `${what}: unknown option "${typo}"; there are ${names.join(', ')}. Did you mean "${name}"?`,
    );
