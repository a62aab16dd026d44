/** What is wrong with a block, in words. */
import { append } from '../shared/primordials.ts';
import { didYouMean } from '../shared/suggestion.ts';
import { asWritten, shown } from '../shared/written.ts';
import type { Config } from '../values/config.ts';
import { HIDDEN } from './secret.ts';

export interface Problem {
  /** `error`: the module cannot be configured. */
  readonly level: 'error' | 'warning';
  /** The line or block that it is about. */
  readonly item: Config;
  readonly message: string;
}

/** Problems of a `<Module>` block and of the blocks in it. */
export class Problems {
  readonly all: Problem[] = [];

  get errors(): number {
    let errors = 0;
    for (let i = 0; i < this.all.length; i++) if (this.all[i]?.level === 'error') errors++;
    return errors;
  }

  /** `advice` says what to do about the value of the line. */
  value(item: Config, isSecret: boolean, advice: string): void {
    this.#add('error', item, `${written(item, isSecret)} in ${place(item)}: ${sentence(advice)}`);
  }

  /** Of the line or block by its name alone. */
  option(item: Config, advice: string, level: Problem['level'] = 'error'): void {
    this.#add(level, item, `${shown(item.key)} in ${place(item)}: ${sentence(advice)}`);
  }

  /** Of an option that a block lacks. */
  missing(block: Config, name: string, description: string | undefined): void {
    const what = description === undefined ? '' : `: ${description}`;
    const where = `${name} is missing in ${blockTitle(block)}`;
    this.#add('error', block, sentence(`${where}${what}`));
  }

  /** The value is not shown: perhaps it is that of a misspelt secret. */
  unknown(item: Config, names: readonly string[], level: Problem['level']): void {
    const head = `Unknown option "${shown(item.key)}" in ${place(item)}.`;
    if (item.key.toLowerCase() === 'include') {
      this.#add(level, item, `${head} collectd reads Include at the top level of a file only.`);
      return;
    }
    const allowed =
      names.length === 0 ? ' It has no options.' : ` Allowed are ${names.join(', ')}.`;
    this.#add(level, item, head + (didYouMean(item.key, names) || allowed));
  }

  #add(level: Problem['level'], item: Config, message: string): void {
    append(this.all, { level, item, message });
  }
}

const written = (item: Config, isSecret: boolean): string =>
  isSecret ? `${shown(item.key)} ${HIDDEN}` : asWritten(withoutCredentials(item));

/** What stands before the @ of a URL. */
function withoutCredentials({ key, values, children }: Config) {
  const safe = values.map((value) =>
    typeof value === 'string' ? value.replace(/:\/\/[^/?#]*@/, '://…@') : value,
  );
  return { key, values: safe, children };
}

/** `<Remote "a"> in <Module "x">` */
function place(item: Config): string {
  return item.parent === null ? blockTitle(item) : blockTitle(item.parent);
}

function blockTitle(block: Config): string {
  const { key, values, parent } = block;
  // Without children it would be shown as a line.
  const title = asWritten({ key, values, children: [block] });
  return parent === null ? title : `${title} in ${blockTitle(parent)}`;
}

const sentence = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`);
