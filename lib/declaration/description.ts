/** A declaration as plain objects, for `collectd-nodejs describe`. No secret is in them. */

import { listed } from './line.ts';
import type { Named, Names } from './names.ts';
import type { BlockRule, LineRule, OptionKind, Rule } from './option.ts';

/** The `<Module>` block of a config callback. */
export interface BlockDescription {
  /** As in `<Module name>`. */
  readonly name: string;
  readonly options: readonly OptionDescription[];
}

export type OptionDescription = LineDescription | NestedDescription | IgnoredDescription;

interface CommonDescription {
  readonly name: string;
  readonly description?: string;
  readonly required: boolean;
  /** Other names of the option. */
  readonly aliases: readonly string[];
  readonly needs: readonly string[];
  readonly excludes: readonly string[];
  /** What to do instead. */
  readonly deprecated?: string;
}

export interface LineDescription extends CommonDescription {
  readonly kind: Exclude<OptionKind, 'block' | 'blocks' | 'alias' | 'deprecated'>;
  /** Of a list: the kind of its values. */
  readonly of?: OptionKind;
  /** In words: `a whole number from 1 to 65535`. */
  readonly expected: string;
  readonly default?: PlainValue;
  /** As a line of collectd.conf has it: the default, or else an example. */
  readonly written: string;
  readonly writtenIs: 'default' | 'example';
}

export interface NestedDescription extends CommonDescription {
  readonly kind: 'block' | 'blocks';
  /** Each has a name of its own: `<Remote "name">`. */
  readonly named: boolean;
  readonly options: readonly OptionDescription[];
}

/** An option that has no use any more. */
export interface IgnoredDescription extends CommonDescription {
  readonly kind: 'deprecated';
}

export type PlainValue =
  | string
  | number
  | boolean
  | readonly PlainValue[]
  | { readonly host: string; readonly port: number };

/** In the order of the declaration. */
export function describeOptions(names: Names): OptionDescription[] {
  return names.options.map((named) => describeOption(named, names));
}

function describeOption(named: Named, names: Names): OptionDescription {
  const { form } = named.rule;
  const common = commonOf(named, names);
  if (form.shape === 'line') return { ...common, ...lineOf(form, named.rule) };
  if (form.shape === 'block') return { ...common, ...nestedOf(form, named.inside) };
  return { ...common, kind: 'deprecated' };
}

function commonOf({ name, rule }: Named, names: Names): CommonDescription {
  const { description, required, needs, excludes } = rule.common;
  const declared = (others: string | readonly string[] | undefined) =>
    listed(others).map((other) => names.find(other)?.name ?? other);
  return {
    name,
    ...(description !== undefined && { description: String(description) }),
    required: required === true,
    aliases: names.all.filter((other) => other !== name && names.find(other)?.name === name),
    needs: declared(needs),
    excludes: declared(excludes),
    ...(rule.deprecated !== undefined && { deprecated: String(rule.deprecated) }),
  };
}

function lineOf(form: LineRule, { common }: Rule) {
  const value = form.isSecret ? undefined : plain(common.default);
  const written = value === undefined ? undefined : writtenAs(form, common.default);
  const example = form.isSecret ? undefined : writtenAs(form, common.example);
  return {
    kind: form.kind as LineDescription['kind'],
    ...(form.element !== undefined && { of: form.element }),
    expected: form.expected,
    ...(value !== undefined && { default: value }),
    written: written ?? example ?? form.example,
    writtenIs: written === undefined ? ('example' as const) : ('default' as const),
  };
}

function nestedOf({ kind, isNamed }: BlockRule, inside: Names | undefined) {
  const options = inside === undefined ? [] : describeOptions(inside);
  return { kind, named: isNamed, options };
}

/** Undefined: nothing that a declaration can mean, which modules in JavaScript may give all the same. */
function plain(value: unknown): PlainValue | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) {
    const all = value.map(plain);
    return all.some((one) => one === undefined) ? undefined : (all as PlainValue[]);
  }
  const { host, port } = (value ?? {}) as { host?: unknown; port?: unknown };
  return typeof host === 'string' && typeof port === 'number' ? { host, port } : undefined;
}

/** Undefined: it cannot stand in one line. */
function writtenAs({ write }: LineRule, value: unknown): string | undefined {
  const known = plain(value);
  if (known === undefined) return undefined;
  try {
    const text = write(known as never);
    return text === '' || text.includes('\n') ? undefined : text;
  } catch {
    return undefined;
  }
}
