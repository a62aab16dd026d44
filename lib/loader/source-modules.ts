import { type Module, SourceTextModule } from 'node:vm';
import { fillImportMeta } from './import-meta.ts';
import { isTypeScript } from './resolve.ts';
import { readSource } from './source.ts';
import type { Transpiler } from './transpiler.ts';

export interface SourceModulesOptions {
  readonly transpiler: Transpiler;
  /** The module that `specifier` means in `file`; not linked yet. */
  readonly find: (specifier: string, file: string) => Promise<Module>;
}

/**
 * Real ES modules from source text, for what CommonJS cannot be: TypeScript with top-level await, TypeScript that
 * imports ES-module-only packages in Node 18, and there also .js files with import statements and no package.json.
 */
export class SourceModules {
  readonly #options: SourceModulesOptions;
  readonly #modules = new Map<string, SourceTextModule>();
  #linking: Promise<unknown> = Promise.resolve();

  constructor(options: SourceModulesOptions) {
    this.#options = options;
  }

  /** Whether Node was started with --experimental-vm-modules. */
  static get available(): boolean {
    return typeof SourceTextModule === 'function';
  }

  get(file: string): SourceTextModule | undefined {
    return this.#modules.get(file);
  }

  /** Made from the text, neither linked nor evaluated: that is up to who imports it. */
  make(file: string): SourceTextModule {
    const existing = this.#modules.get(file);
    if (existing !== undefined) return existing;
    const text = readSource(file);
    const { transpiler } = this.#options;
    const code = isTypeScript(file) ? transpiler.transpile(text, file, 'module').code : text;
    const module = new SourceTextModule(code, {
      identifier: file,
      initializeImportMeta: (meta) => fillImportMeta(meta, file),
      importModuleDynamically: (specifier) => this.#dynamic(specifier, file),
    });
    this.#modules.set(file, module);
    return module;
  }

  async run(module: Module): Promise<object> {
    try {
      if (module.status === 'unlinked') await this.#link(module);
      await module.evaluate();
      return module.namespace;
    } catch (error) {
      this.#forgetFailed();
      throw error;
    }
  }

  async #dynamic(specifier: string, file: string): Promise<Module> {
    const module = await this.#options.find(specifier, file);
    await this.run(module);
    return module;
  }

  /** One at a time: vm does not wait for a module that another link() is busy with. */
  #link(module: Module): Promise<void> {
    const link = async (): Promise<void> => {
      if (module.status !== 'unlinked') return;
      await module.link((specifier, referrer) =>
        this.#options.find(specifier, referrer.identifier),
      );
    };
    const linked = this.#linking.then(link);
    this.#linking = linked.catch(() => undefined);
    return linked;
  }

  /** Another import of them shall try again, as with Node's own require(). */
  #forgetFailed(): void {
    for (const [file, module] of this.#modules) {
      if (module.status !== 'evaluated' && module.status !== 'evaluating')
        this.#modules.delete(file);
    }
  }
}
