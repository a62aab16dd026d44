/** An option of a `<Module>` block as a module declares it: its types, and what is kept of it. */
import { SafeWeakMap } from '../shared/primordials.ts';
import type { ConfigValue } from '../values/config.ts';

declare const VALUE: unique symbol;

/** An option that a module declares: made by {@link string}, {@link integer} and so on. */
export interface Option<T> {
  /** Of the function that made it. */
  readonly kind: OptionKind;
  /** For the compiler only: what the callback gets. */
  readonly [VALUE]: T;
}

export type OptionKind =
  | 'string'
  | 'number'
  | 'integer'
  | 'boolean'
  | 'duration'
  | 'size'
  | 'path'
  | 'url'
  | 'hostPort'
  | 'oneOf'
  | 'list'
  | 'secret'
  | 'block'
  | 'blocks'
  | 'alias'
  | 'deprecated';

/** The options of a block by their names, as the documentation of the module spells them. */
export type Declaration = Readonly<Record<string, Option<unknown>>>;

/** Of an option that gives the callback nothing: an alias, or one without a use any more. */
export interface Absent {
  readonly absent: never;
}

/** The object that a callback gets for a declaration. */
export type OptionsOf<D extends Declaration> = {
  readonly [Name in keyof D as D[Name] extends Option<Absent>
    ? never
    : Name]: D[Name] extends Option<infer T> ? T : never;
};

/** What every option may say of itself. */
export interface CommonOptions<T> {
  /** One line for errors, `collectd-nodejs describe` and the table of a README. */
  description?: string;
  /** Without it the module is not configured. */
  required?: boolean;
  /** The value when the option is left out. */
  default?: T;
  /** For `collectd-nodejs describe`, of an option without a default. */
  example?: T;
  /** Other options of the block that must be there when this one is. */
  needs?: string | readonly string[];
  /** Other options of the block that must not be there when this one is. */
  excludes?: string | readonly string[];
  /** `'last'`: the option may be repeated, and the last one counts. Default: an error. */
  repeated?: 'last';
}

/** With one of these there is always a value. */
export type Present<T> = { readonly required: true } | { readonly default: T };

/** The value of a line, or the advice for whoever wrote the line. */
export type Parsed<T> = { readonly value: T } | { readonly advice: string };

/** What the line of an option may be. */
export interface LineRule {
  readonly shape: 'line';
  readonly kind: OptionKind;
  /** "a whole number from 1 to 65535" */
  readonly expected: string;
  /** More than one value may stand in a line. */
  readonly takesSeveral: boolean;
  /** Of a list: the kind of its values. */
  readonly element?: OptionKind;
  /** Lines add up: the option may be repeated. */
  readonly isList: boolean;
  readonly isSecret: boolean;
  readonly parse: (values: readonly ConfigValue[]) => Parsed<unknown>;
  /** As a line of collectd.conf has it: `"text" 5`. */
  readonly write: (value: never) => string;
  /** For `describe`, where the declaration has neither a default nor an example: `"host"`. */
  readonly example: string;
}

export interface BlockRule {
  readonly shape: 'block';
  readonly kind: 'block' | 'blocks';
  readonly declaration: Declaration;
  /** `<Remote "name">` */
  readonly isNamed: boolean;
  readonly isList: boolean;
}

export interface AliasRule {
  readonly shape: 'alias';
  readonly of: string;
}

export interface IgnoredRule {
  readonly shape: 'ignored';
}

export interface Rule {
  readonly form: LineRule | BlockRule | AliasRule | IgnoredRule;
  readonly common: CommonOptions<unknown>;
  /** What to do instead, of an option that is deprecated. */
  readonly deprecated: string | undefined;
}

const rules = new SafeWeakMap<object, Rule>();

/** Undefined: no option, but something else that a module has put there. */
export function ruleOf(option: unknown): Rule | undefined {
  return typeof option === 'object' && option !== null ? rules.get(option) : undefined;
}

export function makeOption<T>(kind: OptionKind, rule: Rule): Option<T> {
  const option = Object.freeze({ kind }) as Option<T>;
  rules.set(option, rule);
  return option;
}
