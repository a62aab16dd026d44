import type { ConfigTree } from '../contract/native.ts';
import { typeError } from '../shared/errors.ts';

/** A value in the configuration file: quoted text, a number or an unquoted boolean. */
export type ConfigValue = string | number | boolean;

/**
 * A piece of collectd's configuration: a line, or a block with all that is in it.
 * A config callback gets the `<Module>` block itself.
 *
 * Source: collectd-python(5), Config.
 */
export class Config {
  /** The block this item is in; null for the `<Module>` block. */
  readonly parent: Config | null;
  /** The first word of the line, in the case in which it was written. */
  readonly key: string;
  /** The words after the key. Numbers are always floating point. */
  readonly values: readonly ConfigValue[];
  /** The lines and blocks inside; empty for a line. */
  readonly children: readonly Config[];

  constructor(
    key: string,
    parent: Config | null = null,
    values: readonly ConfigValue[] = [],
    children: readonly Config[] = [],
  ) {
    if (typeof key !== 'string') refuse(`key must be a string, not ${typeof key}`);
    if (!Array.isArray(values)) refuse('values must be an array');
    if (!Array.isArray(children)) refuse('children must be an array');
    this.key = key;
    this.parent = parent;
    this.values = values;
    this.children = children;
  }

  toString(): string {
    return [this.key, ...this.values.map((value) => JSON.stringify(value))].join(' ');
  }
}

function refuse(what: string): never {
  throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `Config: the ${what}`);
}

export function configFromTree(
  [key, values, children]: ConfigTree,
  parent: Config | null = null,
): Config {
  const inside: Config[] = [];
  const item = new Config(key, parent, values, inside);
  for (const child of children) inside.push(configFromTree(child, item));
  return item;
}
