import { dirname, join } from 'node:path';
import { addOwnFile } from '../location/stack.ts';
import type { InternalRequire } from '../shared/builtin-module.ts';
import { type AddonHost, hostAddons } from './addons.ts';
import { hookBuiltins } from './builtin-hooks.ts';
import { type Builtins, interceptBuiltins, once, registerBuiltins } from './builtins.ts';
import { detectModuleSyntax } from './detect-module.ts';
import { Importer } from './importer.ts';
import { entryFile, isTypeScript, resolveOutputNames } from './resolve.ts';
import { readSource } from './source.ts';
import { Transpiler, type TranspilerOptions } from './transpiler.ts';
import { requireTypeScript } from './typescript-hook.ts';
import { quietExpectedWarnings } from './warnings.ts';

export interface LoaderOptions extends TranspilerOptions, AddonHost {
  /** Node's internal require, for BuiltinModule. */
  readonly internalRequire: InternalRequire;
  /**
   * Virtual modules: every own key is a named export, the key `default` is the default one (without it all of
   * them). The first one is made at once, to try out that this works; the others when they are asked for.
   */
  readonly builtins: Builtins;
}

export interface Loader {
  /** Runs the module at an absolute path: a file, or a directory with package.json or index. */
  import(path: string): Promise<unknown>;
}

/** Changes this environment's require() and import() for good; called once in each. */
export function createLoader(options: LoaderOptions): Loader {
  const { internalRequire } = options;
  const builtins = Object.fromEntries(
    Object.entries(options.builtins).map(([id, load]) => [id, once(load)]),
  );
  addOwnFile(options.transpilerFile);
  addOwnFile(join(dirname(options.transpilerFile), 'boot.js'));
  quietExpectedWarnings();
  hostAddons(options);
  if (!registerBuiltins(builtins, internalRequire)) {
    interceptBuiltins(builtins);
    hookBuiltins(builtins);
  }
  resolveOutputNames();
  detectModuleSyntax();
  const transpiler = new Transpiler(options);
  const importer = new Importer(transpiler);
  requireTypeScript({
    transpiler,
    dynamicImport: (specifier, file) => importer.importFrom(specifier, file),
    asModule: (file) => importer.exportsOf(file),
  });
  const decorate = errorDecorator(internalRequire);
  return {
    async import(path) {
      try {
        if (options.onSource !== undefined) tellOfJavaScript(path, options.onSource);
        return await importer.importPath(path);
      } catch (error) {
        if (error instanceof SyntaxError) decorate(error);
        if (error instanceof Error) dropRequireStack(error);
        throw error;
      }
    },
  };
}

function tellOfJavaScript(path: string, onSource: (text: string) => void): void {
  try {
    const file = entryFile(path);
    if (!isTypeScript(file)) onSource(readSource(file));
  } catch {
    // Its import says what is wrong.
  }
}

/** A log line is one line; the stack says the same. */
function dropRequireStack(error: Error): void {
  const end = error.message.indexOf('\nRequire stack:');
  if (end !== -1) error.message = error.message.slice(0, end);
}

/** Node keeps the location of an ES module's syntax error to itself until it prints the error. */
function errorDecorator(internalRequire: InternalRequire): (error: Error) => void {
  return (error) => {
    try {
      const util = internalRequire('internal/util') as { decorateErrorStack(error: Error): void };
      util.decorateErrorStack(error);
    } catch {
      // The error is reported without its location then.
    }
  };
}
