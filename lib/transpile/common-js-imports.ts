import SucraseCommonJsImports from 'sucrase/dist/esm/CJSImportProcessor.js';
import type { File } from 'sucrase/dist/esm/parser/index.js';
import { listedVariables } from './listed-variables.ts';
import { exportedVariables } from './variable-names.ts';
import { WrapperName } from './wrapper.ts';

/**
 * The author may have a `require` of his own (createRequire), which generated code must not use. Of a declaration's
 * exported variables sucrase knows the first alone, and takes parameters within its pattern for others; those of an
 * export list it keeps twice, so that patterns and loops change one of them alone.
 */
export class CommonJsImports extends SucraseCommonJsImports {
  /** Where a variable is kept instead of in itself. */
  readonly #places = new Map<string, string>();
  #declarations: ReadonlySet<number> = new Set();

  /** To be called once, when the tokens have been preprocessed. */
  findVariables(file: File): void {
    const { code, tokens } = this.tokens;
    for (const name of exportedVariables(code, tokens)) this.#places.set(name, `exports.${name}`);
    const place = (name: string) => /^exports\.[^\s"']+/.exec(this.allBindings(name) ?? '')?.[0];
    const listed = listedVariables(code, file, (name) => place(name) !== undefined);
    for (const name of listed.names) {
      if (!this.#places.has(name)) this.#places.set(name, place(name) ?? '');
    }
    this.#declarations = listed.declarations;
  }

  placeOf(name: string): string | undefined {
    return this.#places.get(name);
  }

  /** Whether this token is the `let` or `var` of variables that an export list names. */
  isListedDeclaration(index: number): boolean {
    return this.#declarations.has(index);
  }

  override getGlobalNames(): Set<string> {
    return new Set([...super.getGlobalNames(), ...this.#places.keys()]);
  }

  override getIdentifierReplacement(name: string): string | null {
    const place = this.#places.get(name);
    if (place !== undefined) return place;
    const replacement = super.getIdentifierReplacement(name);
    return replacement === `exports.${name}` ? null : replacement;
  }

  /** All that the name is exported as: `exports.a = exports.b`. */
  allBindings(name: string): string | null {
    return super.resolveExportBinding(name);
  }

  /** Those of them that have to be assigned as well when the name is. */
  override resolveExportBinding(name: string): string | null {
    const all = super.resolveExportBinding(name);
    const place = this.#places.get(name);
    if (all === null || place === undefined) return all;
    return (
      all
        .split(' = ')
        .filter((binding) => binding !== place)
        .join(' = ') || null
    );
  }

  override claimImportCode(path: string): string {
    const code = super.claimImportCode(path);
    return code.replace(`require('${path}')`, () => `${WrapperName.require}('${path}')`);
  }
}
