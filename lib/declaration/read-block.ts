/** From a block of collectd.conf to the options that a module has declared. */
import { append, defineProperty, listOf, SafeMap } from '../shared/primordials.ts';
import type { Config } from '../values/config.ts';
import { listed } from './line.ts';
import type { Masked } from './masked.ts';
import type { Named, Names } from './names.ts';
import type { BlockRule, LineRule } from './option.ts';
import { Problems } from './problems.ts';

/** Options that the declaration does not have; the function gets each of them. */
export type UnknownOptions = 'error' | 'warning' | ((item: Config) => void);

/** The options of a block by their names. */
export type Options = Readonly<Record<string, unknown>>;

export class BlockReader {
  readonly problems = new Problems();
  readonly #unknown: UnknownOptions;
  readonly #masked: Masked;

  /** @param masked - of the whole block, for a function that gets what is unknown. */
  constructor(unknown: UnknownOptions, masked: Masked) {
    this.#unknown = unknown;
    this.#masked = masked;
  }

  /** Every problem is noted; with an error the options are not complete. */
  read(block: Config, names: Names): Options {
    const given = this.#sort(block, names);
    const options: Options = {};
    for (let i = 0; i < names.options.length; i++) {
      const named = names.options[i] as Named;
      const items = given.get(named.name);
      const value = items === undefined ? this.#absent(block, named) : this.#value(named, items);
      if (named.rule.form.shape !== 'ignored') set(options, named.name, value);
      if (items !== undefined) this.#checkOthers(named, items[0] as Config, given, names);
    }
    return options;
  }

  /** The lines and blocks of each option, those that it has by another name included. */
  #sort(block: Config, names: Names): SafeMap<string, Config[]> {
    const given = new SafeMap<string, Config[]>();
    for (let i = 0; i < block.children.length; i++) {
      const item = block.children[i] as Config;
      const named = names.find(item.key);
      if (named === undefined) this.#tellOfUnknown(item, names);
      else {
        const items = given.get(named.name) ?? [];
        append(items, item);
        given.set(named.name, items);
        const { deprecated } = named.rule;
        if (deprecated !== undefined && items.length === 1)
          this.problems.option(item, `the option is deprecated. ${deprecated}`, 'warning');
      }
    }
    return given;
  }

  #tellOfUnknown(item: Config, names: Names): void {
    if (typeof this.#unknown === 'function') this.#unknown(this.#masked.of(item));
    else this.problems.unknown(item, names.all, this.#unknown);
  }

  #absent(block: Config, { name, rule }: Named): unknown {
    const { required, default: value, description } = rule.common;
    if (required === true) this.problems.missing(block, name, description);
    if (rule.form.shape === 'block' && rule.form.isList) return [];
    return value;
  }

  #value(named: Named, items: readonly Config[]): unknown {
    const { form } = named.rule;
    if (form.shape === 'line') return this.#line(named, form, items);
    return form.shape === 'block' ? this.#block(named, form, items) : undefined;
  }

  #line(named: Named, form: LineRule, items: readonly Config[]): unknown {
    const all: unknown[] = [];
    let last: unknown;
    for (let i = 0; i < items.length; i++) {
      const item = items[i] as Config;
      if (item.children.length > 0) {
        this.problems.value(item, form.isSecret, 'this option is a line, not a block');
        continue;
      }
      const parsed = form.parse(item.values);
      if ('advice' in parsed) this.problems.value(item, form.isSecret, parsed.advice);
      else if (form.isList) for (const one of parsed.value as unknown[]) append(all, one);
      else last = parsed.value;
      if (i > 0 && !form.isList && named.rule.common.repeated !== 'last') this.#twice(named, item);
    }
    return form.isList ? all : last;
  }

  #twice({ name }: Named, item: Config): void {
    const other = item.key.toLowerCase() === name.toLowerCase() ? '' : ` is ${name}, which`;
    this.problems.option(item, `the option${other} stands there already; give it once`);
  }

  #block(named: Named, form: BlockRule, items: readonly Config[]): unknown {
    const names = named.inside as Names;
    const seen = new SafeMap<string, true>();
    const read = listOf(items.length, (i) => {
      const item = items[i] as Config;
      const name = this.#nameOf(item, named.name, form);
      const options = this.read(item, names);
      if (!form.isNamed || name === undefined) return options;
      if (seen.has(name)) this.problems.value(item, false, 'there is a block of that name already');
      seen.set(name, true);
      const whole: Options = {};
      set(whole, 'name', name);
      for (let n = 0; n < names.options.length; n++) {
        const key = (names.options[n] as Named).name;
        if (key in options) set(whole, key, options[key]);
      }
      return whole;
    });
    if (form.isList) return read;
    for (let i = 1; i < items.length; i++) this.#twice(named, items[i] as Config);
    return read[0];
  }

  /** The argument of a block. */
  #nameOf(item: Config, name: string, form: BlockRule): string | undefined {
    const { values } = item;
    const first = values[0];
    if (!form.isNamed) {
      if (values.length > 0)
        this.problems.value(item, false, `write a block without a name: <${name}> … </${name}>`);
      return undefined;
    }
    if (values.length === 1 && typeof first === 'string' && first !== '') return first;
    this.problems.value(item, false, `give the block one name, in quotes: <${name} "…">`);
    return undefined;
  }

  /** Options that must stand beside this one, or must not. */
  #checkOthers(
    { name, rule }: Named,
    item: Config,
    given: SafeMap<string, Config[]>,
    names: Names,
  ): void {
    const needs = listed(rule.common.needs);
    for (let i = 0; i < needs.length; i++) {
      const other = names.find(needs[i] as string)?.name ?? '';
      if (!given.has(other)) this.problems.option(item, `the option needs ${other}; give both`);
    }
    const excludes = listed(rule.common.excludes);
    for (let i = 0; i < excludes.length; i++) {
      const other = names.find(excludes[i] as string)?.name ?? '';
      if (given.has(other))
        this.problems.option(item, `${name} and ${other} exclude each other; give one of them`);
    }
  }
}

function set(options: Options, name: string, value: unknown): void {
  defineProperty(options, name, {
    __proto__: null,
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  } as PropertyDescriptor);
}
