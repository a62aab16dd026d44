/** A block as the callback sees it: without the text of secrets. */
import { append, SafeMap } from '../shared/primordials.ts';
import { suggestion } from '../shared/suggestion.ts';
import { Config } from '../values/config.ts';
import type { Names } from './names.ts';
import { HIDDEN } from './secret.ts';

export class Masked {
  readonly root: Config;
  readonly #copies = new SafeMap<Config, Config>();

  constructor(block: Config, names: Names) {
    this.root = this.#copy(block, null, names);
  }

  /** The copy of an item in the block. */
  of(item: Config): Config {
    return this.#copies.get(item) ?? this.root;
  }

  #copy(item: Config, parent: Config | null, names: Names | undefined): Config {
    const inside: Config[] = [];
    const copy = new Config(item.key, parent, item.values, inside);
    this.#copies.set(item, copy);
    for (let i = 0; i < item.children.length; i++)
      append(inside, this.#child(item.children[i] as Config, copy, names));
    return copy;
  }

  #child(item: Config, parent: Config, names: Names | undefined): Config {
    if (names === undefined) return this.#copy(item, parent, undefined);
    const key = names.find(item.key) === undefined ? suggestion(item.key, names.all) : item.key;
    const named = key === undefined ? undefined : names.find(key);
    const form = named?.rule.form;
    if (form?.shape !== 'line' || !form.isSecret) return this.#copy(item, parent, named?.inside);
    const copy = new Config(item.key, parent, [HIDDEN]);
    this.#copies.set(item, copy);
    return copy;
  }
}
