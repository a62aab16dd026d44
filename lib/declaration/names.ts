/** The names of a declaration as collectd reads them: without regard to case, aliases included. */
import { rangeError, typeError } from '../shared/errors.ts';
import { append, exec, isArray, objectKeys, SafeMap, toLowerCase } from '../shared/primordials.ts';
import { didYouMean } from '../shared/suggestion.ts';
import type { ConfigValue } from '../values/config.ts';
import { listed } from './line.ts';
import { type Declaration, type LineRule, type Rule, ruleOf } from './option.ts';

/** An option that a line or block may be. */
export interface Named {
  /** As declared. */
  readonly name: string;
  readonly rule: Rule;
  /** Of a block: the names of its options. */
  readonly inside: Names | undefined;
}

export class Names {
  /** Declared, in their order; without aliases. */
  readonly options: readonly Named[];
  /** All that may be written, as messages list them. */
  readonly all: readonly string[];
  readonly #byKey = new SafeMap<string, Named>();

  /** @throws TypeError, RangeError for a declaration that makes no sense; `what` begins the message. */
  constructor(declaration: Declaration, what: string, isNamedBlock = false) {
    const names = objectKeys(declaration);
    const options: Named[] = [];
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      const rule = checked(name, declaration[name], what);
      const key = toLowerCase(name);
      if (this.#byKey.has(key)) refuse(what, `two options are called ${name}`);
      if (isNamedBlock && key === 'name')
        refuse(what, `${name} is the argument of the block; call the option differently`);
      const named = { name, rule, inside: insideOf(name, rule, what) };
      this.#byKey.set(key, named);
      if (rule.form.shape !== 'alias') append(options, named);
    }
    this.options = options;
    this.all = names;
    for (let i = 0; i < names.length; i++) this.#checkReferences(names[i] as string, what);
  }

  /** The option that a key of collectd.conf means, also by another name of it. */
  find(key: string): Named | undefined {
    const named = this.#byKey.get(toLowerCase(key));
    const form = named?.rule.form;
    return form?.shape === 'alias' ? this.#byKey.get(toLowerCase(form.of)) : named;
  }

  #checkReferences(name: string, what: string): void {
    const { form, common } = (this.#byKey.get(toLowerCase(name)) as Named).rule;
    const others = [
      ...listed(common.needs),
      ...listed(common.excludes),
      ...(form.shape === 'alias' ? [form.of] : []),
    ];
    for (let i = 0; i < others.length; i++) {
      const other = others[i] as string;
      const found = this.#byKey.get(toLowerCase(other));
      if (found === undefined || found.rule.form.shape === 'alias' || found.name === name)
        refuse(
          what,
          `${name} names the option "${other}", which is not one beside it.${didYouMean(other, this.all)}`,
        );
    }
  }
}

function insideOf(name: string, { form }: Rule, what: string): Names | undefined {
  if (form.shape !== 'block') return undefined;
  return new Names(form.declaration, `${what}: <${name}>`, form.isNamed);
}

function refuse(what: string, why: string): never {
  throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${what}: ${why}`);
}

function checked(name: string, option: unknown, what: string): Rule {
  if (exec(/^[0-9A-Za-z_]+$/, name) === null)
    refuse(what, `"${name}" is no name that collectd.conf can have: letters, digits, underscores`);
  const rule = ruleOf(option);
  if (rule === undefined)
    return refuse(what, `${name} is declared by no function such as string() or integer()`);
  const { common, form } = rule;
  if (common.required === true && common.default !== undefined && form.shape === 'line')
    if (!form.isList) refuse(what, `${name} is required and has a default; give one of them`);
  checkValue(name, rule, 'default', what);
  checkValue(name, rule, 'example', what);
  return rule;
}

/** A default or example that the option itself would reject. Files need not be there yet. */
function checkValue(
  name: string,
  { form, common }: Rule,
  which: 'default' | 'example',
  what: string,
): void {
  const value = common[which];
  if (value === undefined || form.shape !== 'line' || isPathToBe(value, form)) return;
  if (form.isList && isArray(value) && (form.isSecret || value.length === 0)) return;
  const words = asLine(value, form);
  const parsed = words === undefined ? { advice: `give ${form.expected}` } : form.parse(words);
  if ('advice' in parsed)
    throw rangeError(
      'ERR_COLLECTD_OUT_OF_RANGE',
      `${what}: the ${which} of ${name} is rejected: ${parsed.advice}`,
    );
}

function isPathToBe(value: unknown, { kind, element }: LineRule): boolean {
  return kind === 'path' ? typeof value === 'string' : element === 'path';
}

/** The values of a line that would give the option this one; undefined: none would. */
function asLine(value: unknown, { kind, isList }: LineRule): readonly ConfigValue[] | undefined {
  if (isList) return isArray(value) ? (value as readonly ConfigValue[]) : undefined;
  if (kind !== 'hostPort' || typeof value !== 'object' || value === null)
    return isWord(value) ? [value] : undefined;
  const { host, port } = value as { readonly host?: unknown; readonly port?: unknown };
  return isWord(host) && isWord(port) ? [host, port] : undefined;
}

function isWord(value: unknown): value is ConfigValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
