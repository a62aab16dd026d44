import { readFileSync } from 'node:fs';
import { rememberColumnMap } from '../location/column-map.ts';
import type { Format, Transpiled, TranspileOptions } from '../transpile/format.ts';
import { createHash } from './hash.ts';
import { createRequire } from './node-module.ts';
import { TranspileCache } from './transpile-cache.ts';

export interface SharedText {
  get(key: string): string | undefined;
  set(key: string, text: string): void;
}

interface TranspilerBundle {
  transpile(text: string, options: TranspileOptions): Transpiled;
}

export interface TranspilerOptions {
  readonly transpilerFile: string;
  readonly cacheDir: string | null;
  readonly shared: SharedText;
  readonly warn: (message: string) => void;
  /** Is told the text of each TypeScript file, and of a JavaScript file that a module begins with. */
  readonly onSource?: (text: string) => void;
}

/** Each text is transpiled once: for all workers in memory, for later starts on disk. */
export class Transpiler {
  readonly #file: string;
  readonly #shared: SharedText;
  readonly #cache: TranspileCache | null;
  readonly #onSource: (text: string) => void;
  #bundle: TranspilerBundle | undefined;

  constructor({ transpilerFile, cacheDir, shared, warn, onSource }: TranspilerOptions) {
    this.#file = transpilerFile;
    this.#onSource = onSource ?? (() => undefined);
    this.#shared = shared;
    const warnOnce = (message: string): void => {
      if (shared.get('transpile-cache-warning') !== undefined) return;
      shared.set('transpile-cache-warning', message);
      warn(message);
    };
    this.#cache = cacheDir === null ? null : new TranspileCache(cacheDir, warnOnce);
  }

  transpile(text: string, path: string, format: Format): Transpiled {
    this.#onSource(text);
    const key = createHash('sha256').update(`${this.#version()} ${format}\n${text}`).digest('hex');
    const transpiled = this.#stored(key) ?? this.#run(key, text, { path, format });
    rememberColumnMap(path, transpiled.columnMap);
    return transpiled;
  }

  #stored(key: string): Transpiled | undefined {
    const shared = this.#shared.get(`transpiled:${key}`);
    if (shared !== undefined) return JSON.parse(shared) as Transpiled;
    const text = this.#cache?.get(key);
    if (text === undefined) return undefined;
    this.#shared.set(`transpiled:${key}`, text);
    return JSON.parse(text) as Transpiled;
  }

  #run(key: string, text: string, options: TranspileOptions): Transpiled {
    this.#bundle ??= createRequire(this.#file)(this.#file) as TranspilerBundle;
    const transpiled = this.#bundle.transpile(text, options);
    const serialized = JSON.stringify(transpiled);
    this.#shared.set(`transpiled:${key}`, serialized);
    this.#cache?.set(key, serialized);
    return transpiled;
  }

  /** The transpiler's content stands for its version, and reading it is cheaper than loading it. */
  #version(): string {
    let version = this.#shared.get('transpiler-version');
    if (version === undefined) {
      version = createHash('sha256').update(readFileSync(this.#file)).digest('hex');
      this.#shared.set('transpiler-version', version);
    }
    return version;
  }
}
