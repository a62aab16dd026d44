/** A declaration that a module has registered. */
import { Config } from '../values/config.ts';
import { Masked } from './masked.ts';
import { Names } from './names.ts';
import type { Declaration } from './option.ts';
import type { Problem } from './problems.ts';
import { BlockReader, type Options, type UnknownOptions } from './read-block.ts';

export interface ReadConfiguration {
  readonly options: Options;
  /** As it is written, but for secrets. */
  readonly raw: Config;
  readonly problems: readonly Problem[];
  /** How many of the problems are errors. */
  readonly errors: number;
}

export class Declared {
  readonly names: Names;
  readonly #unknown: UnknownOptions;

  /** @throws TypeError, RangeError for a declaration that makes no sense; `what` begins the message. */
  constructor(declaration: Declaration, unknown: UnknownOptions, what: string) {
    this.names = new Names(declaration, what);
    this.#unknown = unknown;
  }

  read(block: Config): ReadConfiguration {
    const masked = new Masked(block, this.names);
    const reader = new BlockReader(this.#unknown, masked);
    const options = reader.read(block, this.names);
    const { all, errors } = reader.problems;
    return { options, raw: masked.root, problems: all, errors };
  }

  /** Of a module without a `<Module>` block. */
  readNone(moduleName: string): ReadConfiguration {
    return this.read(new Config('Module', null, [moduleName]));
  }
}
