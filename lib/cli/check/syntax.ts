/** Whether the files of a module can be compiled, without running any of them. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import { hasModuleSyntax } from '../../loader/needs-module.ts';
import { entryFile, isModuleFile, sourceName } from '../../loader/resolve.ts';
import { getLocation } from '../../location/error.ts';
import type { Transpiled, TranspileOptions } from '../../transpile/format.ts';
import type { Specifier } from '../../transpile/specifiers.ts';
import { WRAPPER_PARAMETERS, WrapperName } from '../../transpile/wrapper.ts';
import type { Finding, Findings } from '../conf/findings.ts';
import { packageRoot } from '../root.ts';
import { isFile } from '../system/is-file.ts';
import type { Import } from './options.ts';

/** The exports of dist/collectd/nodejs/transpiler.js. */
interface Transpiler {
  transpile(text: string, options: TranspileOptions): Transpiled;
  specifiersOf(code: string): Specifier[];
}

const COMPILED = /\.[mc]?[jt]s$/;
const ADDED_PARAMETERS = [WrapperName.require, WrapperName.import, WrapperName.meta];

export class Syntax {
  readonly #findings: Findings;
  readonly #seen = new Set<string>();
  #transpiler: Transpiler | undefined;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** The module itself and what it imports by relative paths. */
  check(module: Import): void {
    const { file, line } = module.item;
    let entry: string;
    try {
      entry = entryFile(module.path);
    } catch (error) {
      const location = typeof error === 'object' && error !== null ? getLocation(error) : undefined;
      const { message } = error as Error;
      if (location === undefined) this.#findings.error({ file, line }, `${message}.`);
      else this.#findings.add({ level: 'error', ...location, message: `${message}.` });
      return;
    }
    this.#file(entry);
  }

  #file(file: string): void {
    if (this.#seen.has(file) || !COMPILED.test(file)) return;
    this.#seen.add(file);
    const text = readFileSync(file, 'utf8').replace(/^#!.*/, '');
    const code = this.#code(file, text);
    if (code === undefined) return;
    for (const { path, line, isStatic } of this.#specifiers(code)) {
      const target = this.#find(resolve(dirname(file), path));
      if (target !== undefined) this.#file(target);
      else if (isStatic) this.#findings.error({ file, line }, `there is no ${path} beside it.`);
      else {
        // Whoever asks for it while the module runs may be prepared for that.
        const message = `there is no ${path} beside it, should this line run.`;
        this.#findings.warning({ file, line }, message);
      }
    }
  }

  #specifiers(code: string): Specifier[] {
    try {
      return this.#tools().specifiersOf(code);
    } catch {
      // V8 has compiled it, so it is one of the oddities of JavaScript that the parser does not know.
      return [];
    }
  }

  /** Undefined: it cannot be compiled, and that was said. */
  #code(file: string, text: string): string | undefined {
    try {
      // Node gets it as it is, and strict it is only as an ES module.
      if (/\.c?js$/.test(file) && !isModuleFile(file) && this.#isCommonJs(file, text)) return text;
      const awaits = this.#tools().transpile(text, { path: file, format: 'commonjs' });
      const format = awaits.awaits === null ? 'commonjs' : 'module';
      // With top-level await it is a real ES module, which only its own loader compiles.
      if (format === 'commonjs') compileFunction(awaits.code, names(awaits), { filename: file });
      return awaits.code;
    } catch (error) {
      this.#findings.add(findingOf(error, file));
      return undefined;
    }
  }

  #isCommonJs(file: string, text: string): boolean {
    try {
      compileFunction(text, WRAPPER_PARAMETERS, { filename: file });
      return true;
    } catch (error) {
      if (file.endsWith('.cjs') || !hasModuleSyntax(error)) throw error;
      return false;
    }
  }

  #find(path: string): string | undefined {
    const added = ['.js', '.json', '.node', '.ts', '.mts', '.cts'].map((one) => path + one);
    const found = [path, sourceName(path) ?? [], added].flat().find(isFile);
    if (found !== undefined) return realpathSync(found);
    if (!existsSync(path)) return undefined;
    try {
      return entryFile(path);
    } catch {
      return undefined;
    }
  }

  #tools(): Transpiler {
    const file = join(packageRoot, 'dist/collectd/nodejs/transpiler.js');
    this.#transpiler ??= createRequire(file)(file) as Transpiler;
    return this.#transpiler;
  }
}

const names = ({ declares }: Transpiled): string[] =>
  [...WRAPPER_PARAMETERS, ...ADDED_PARAMETERS].filter((name) => !declares.includes(name));

/** From our own refusals, and from V8's, whose stack begins with `file:line`. */
function findingOf(error: unknown, file: string): Finding {
  const { message, stack = '' } = error as Error;
  const location = typeof error === 'object' && error !== null ? getLocation(error) : undefined;
  if (location !== undefined)
    return { level: 'error', ...location, message: `SyntaxError: ${message}` };
  const [first = '', , caret = ''] = stack.split('\n');
  const line = Number(/:(\d+)$/.exec(first)?.[1] ?? 0);
  const column = /^\s*\^/.test(caret) ? caret.indexOf('^') + 1 : 0;
  const found: Finding = { level: 'error', file, line, message: `SyntaxError: ${message}` };
  return column > 0 ? { ...found, column } : found;
}
