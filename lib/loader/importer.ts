import { dirname, extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Module } from 'node:vm';
import { getLocation, refusal } from '../location/error.ts';
import { nativeImport } from './native-import.ts';
import { hasModuleSyntax, importsTypeScript, needsModule } from './needs-module.ts';
import { CommonJs, createRequire, detectsModules, isBuiltin } from './node-module.ts';
import { entryFile, hasCode, isModuleFile, isPath, isTypeScript } from './resolve.ts';
import { SourceModules } from './source-modules.ts';
import { keepLive, syntheticExports, syntheticNamespace } from './synthetic.ts';
import type { Transpiler } from './transpiler.ts';

/**
 * Decides how a file is run: require() first, because it is fast and the same in all versions of Node; Node's
 * import() for what is an ES module to Node; a source module (source-modules.ts) for the rest.
 */
export class Importer {
  readonly #sources: SourceModules;
  readonly #synthetic = new Map<string, Module>();

  constructor(transpiler: Transpiler) {
    this.#sources = new SourceModules({
      transpiler,
      find: (specifier, file) => this.#find(specifier, file),
    });
  }

  async importPath(path: string): Promise<unknown> {
    return await this.#importFile(entryFile(path));
  }

  /** What `import(specifier)` does in a transpiled file. */
  async importFrom(specifier: string, file: string): Promise<unknown> {
    const resolved = resolve(specifier, file);
    if (resolved === null) return await nativeImport(dirname(file), specifier);
    if (isTypeScript(resolved) || isPath(specifier)) return await this.#importFile(resolved);
    return await nativeImport(dirname(file), specifier);
  }

  /** For require(): the exports of a file that has already become an ES module. */
  exportsOf(file: string): object | undefined {
    const module = this.#sources.get(file);
    if (module === undefined) return undefined;
    if (module.status === 'evaluated') return requirableNamespace(module.namespace);
    const message = 'a file that is being imported as an ES module cannot be required meanwhile';
    const location = { file, line: 1, column: 1 };
    throw refusal('ERR_REQUIRE_ESM', message, location);
  }

  async #importFile(file: string): Promise<unknown> {
    if (this.#sources.get(file) !== undefined) return await this.#importSource(file);
    const extension = extname(file);
    if (isModuleFile(file)) return await this.#importNatively(file);
    try {
      return namespaceOf(createRequire(file)(file));
    } catch (error) {
      if (!needsModule(error) || extension === '.cjs' || extension === '.cts') throw error;
      if (mustBeSource(file)) return await this.#importSource(file, error);
      return await this.#importNatively(file);
    }
  }

  async #importNatively(file: string): Promise<object> {
    try {
      return await nativeImport(dirname(file), pathToFileURL(file).href);
    } catch (error) {
      if (!hasModuleSyntax(error) && !importsTypeScript(error)) throw error;
      return await this.#importSource(file, error);
    }
  }

  async #importSource(file: string, reason?: unknown): Promise<object> {
    if (!SourceModules.available) throw unavailable(file, reason);
    return await this.#sources.run(this.#sources.make(file));
  }

  /** The linker of source modules. */
  async #find(specifier: string, file: string): Promise<Module> {
    const resolved = resolve(specifier, file);
    if (resolved === null || isBuiltin(resolved)) {
      return await this.#native(specifier, dirname(file));
    }
    const known = this.#sources.get(resolved) ?? this.#synthetic.get(resolved);
    if (known !== undefined) return known;
    try {
      if (!isModuleFile(resolved)) return this.#required(resolved, createRequire(file)(resolved));
    } catch (error) {
      if (!needsModule(error)) throw error;
    }
    if (mustBeSource(resolved)) return this.#sources.make(resolved);
    try {
      return await this.#native(
        isPath(specifier) ? pathToFileURL(resolved).href : specifier,
        dirname(file),
      );
    } catch (error) {
      if (!hasModuleSyntax(error) && !importsTypeScript(error)) throw error;
      return this.#sources.make(resolved);
    }
  }

  #required(file: string, exports: unknown): Module {
    const module = syntheticExports(file, exports);
    if (isTypeScript(file) && CommonJs._cache[file]?.exports === exports) {
      keepLive(module, exports as object);
    }
    this.#synthetic.set(file, module);
    return module;
  }

  async #native(specifier: string, directory: string): Promise<Module> {
    const key =
      isBuiltin(specifier) || specifier.startsWith('file:')
        ? specifier
        : `${directory}\0${specifier}`;
    const known = this.#synthetic.get(key);
    if (known !== undefined) return known;
    const module = syntheticNamespace(specifier, await nativeImport(directory, specifier));
    this.#synthetic.set(key, module);
    return module;
  }
}

/** Whether a file that is no CommonJS cannot be an ES module to Node either. */
function mustBeSource(file: string): boolean {
  return isTypeScript(file) || !(detectsModules || isModuleFile(file));
}

/** As require() resolves it; null for what only import() finds, and for what does not exist. */
function resolve(specifier: string, file: string): string | null {
  const request = specifier.startsWith('file:') ? fileURLToPath(specifier) : specifier;
  try {
    return createRequire(file).resolve(request);
  } catch (error) {
    if (hasCode(error, 'MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED')) return null;
    throw error;
  }
}

function unavailable(file: string, reason: unknown): unknown {
  if (typeof reason !== 'object' || reason === null) return reason;
  const location = getLocation(reason) ?? { file, line: 1, column: 1 };
  const what = getLocation(reason) ? 'top-level await' : 'an import of an ES module';
  const message = `${what} needs the Node option --experimental-vm-modules here, use import() in an init callback`;
  return refusal('ERR_COLLECTD_SYNTAX', message, location);
}

function namespaceOf(exports: unknown): unknown {
  const isObject = typeof exports === 'object' && exports !== null;
  return isObject && '__esModule' in exports
    ? exports
    : { ...(isObject ? exports : {}), default: exports };
}

function requirableNamespace(namespace: object): object {
  const view = Object.defineProperty({}, '__esModule', { value: true });
  for (const name of Object.keys(namespace)) {
    Object.defineProperty(view, name, {
      enumerable: true,
      get: (): unknown => Reflect.get(namespace, name),
    });
  }
  return view;
}
