import { compileFunction, Script } from 'node:vm';
import { refusal } from '../location/error.ts';
import type { Transpiled } from '../transpile/format.ts';
import { WrapperName } from '../transpile/wrapper.ts';
import { fillImportMeta } from './import-meta.ts';
import { isAwaitError, TOP_LEVEL_AWAIT } from './needs-module.ts';
import { CommonJs, type CommonJsModule, createRequire } from './node-module.ts';
import { readSource } from './source.ts';
import type { Transpiler } from './transpiler.ts';

export interface TypeScriptHookOptions {
  readonly transpiler: Transpiler;
  /** What `import()` does in the file given second. */
  readonly dynamicImport: (specifier: string, file: string) => Promise<unknown>;
  /** The exports of a file that already is an ES module, undefined for all others. */
  readonly asModule: (file: string) => object | undefined;
}

/** require() for .ts, .mts and .cts: costs nothing where no TypeScript is required, and no thread ever. */
export function requireTypeScript(options: TypeScriptHookOptions): void {
  const hook = (module: CommonJsModule, file: string): void => {
    const namespace = options.asModule(file);
    if (namespace === undefined) run(module, file, options);
    else module.exports = namespace;
  };
  for (const extension of ['.ts', '.mts', '.cts']) CommonJs._extensions[extension] = hook;
}

function run(module: CommonJsModule, file: string, options: TypeScriptHookOptions): void {
  const text = readSource(file);
  const transpiled = options.transpiler.transpile(text, file, 'commonjs');
  const { exports } = module;
  const require = requireOf(module, file);
  const meta: object = Object.create(null);
  fillImportMeta(meta, file);
  const dynamicImport = (specifier: unknown) => options.dynamicImport(String(specifier), file);
  const wrapped: Readonly<Record<string, unknown>> = {
    exports,
    require,
    module,
    __filename: file,
    __dirname: Reflect.get(meta, 'dirname'),
    [WrapperName.require]: require,
    [WrapperName.import]: dynamicImport,
    [WrapperName.meta]: meta,
  };
  const names = Object.keys(wrapped).filter((name) => !transpiled.declares.includes(name));
  const body = compile(transpiled, names, file);
  const self = file.endsWith('.cts') ? exports : undefined;
  Reflect.apply(
    body,
    self,
    names.map((name) => wrapped[name]),
  );
}

function compile(
  transpiled: Transpiled,
  names: string[],
  file: string,
): (...args: unknown[]) => unknown {
  try {
    const body = compileFunction(transpiled.code, names, { filename: file });
    if (transpiled.awaits === null || !awaitsForSure(transpiled.code)) return body as () => unknown;
  } catch (error) {
    // Where there is an await, the other way tells whether it or something else is wrong.
    if (transpiled.awaits === null && !isAwaitError(error)) throw error;
  }
  const location = transpiled.awaits ?? { line: 1, column: 1 };
  if (file.endsWith('.cts')) {
    const message = 'top-level await is not possible in a CommonJS file, rename it to .ts or .mts';
    throw refusal('ERR_COLLECTD_SYNTAX', message, { file, ...location });
  }
  const message = 'a file with top-level await can be imported, but not required';
  throw refusal(TOP_LEVEL_AWAIT, message, { file, ...location });
}

/** `await (x)` compiles as a call of a function named await, except in a static block. */
function awaitsForSure(code: string): boolean {
  try {
    new Script(`class Probe { static { ${code}\n} }`);
    return false;
  } catch {
    return true;
  }
}

function requireOf(module: CommonJsModule, file: string): (id: string) => unknown {
  const { resolve, cache, main, extensions } = createRequire(file);
  return Object.assign((id: string) => module.require(id), { resolve, cache, main, extensions });
}
