import type CommonJsImports from 'sucrase/dist/esm/CJSImportProcessor.js';
import { IdentifierRole } from 'sucrase/dist/esm/parser/tokenizer/index.js';
import { TokenType } from 'sucrase/dist/esm/parser/tokenizer/types.js';
import type TokenProcessor from 'sucrase/dist/esm/TokenProcessor.js';
import type RootTransformer from 'sucrase/dist/esm/transformers/RootTransformer.js';
import Transformer from 'sucrase/dist/esm/transformers/Transformer.js';
import { declaresVariable } from './variable-names.ts';

/**
 * `export const a = 1, { b } = c;` becomes `const a = 1; exports.a = a; ({ b: exports.b } = c);`. sucrase leaves
 * all but the first variable undeclared, and takes the line that follows one without a semicolon for its rest.
 * Wherever else the variable is used sucrase writes `exports.a`, so that every assignment reaches the importers.
 */
export class ExportedVariables extends Transformer {
  readonly #root: RootTransformer;
  readonly #tokens: TokenProcessor;
  readonly #imports: CommonJsImports;

  constructor(root: RootTransformer, tokens: TokenProcessor, imports: CommonJsImports) {
    super();
    this.#root = root;
    this.#tokens = tokens;
    this.#imports = imports;
  }

  /**
   * `sum += 1` of a variable in an export list becomes `exports.sum = sum += 1`. sucrase adds to what has been
   * exported so far, which is nothing before the list.
   */
  process(): boolean {
    const tokens = this.#tokens;
    if (!tokens.matches2(TokenType.name, TokenType.assign)) return false;
    const { identifierRole, shadowsGlobal } = tokens.currentToken();
    if (identifierRole !== IdentifierRole.Access || shadowsGlobal) return false;
    const name = tokens.identifierName();
    const targets = this.#imports.resolveExportBinding(name);
    if (targets === null) return false;
    tokens.replaceToken(`${targets} = ${this.#imports.getIdentifierReplacement(name) ?? name}`);
    tokens.copyToken();
    return true;
  }

  /** From `export` to the last variable of the declaration. */
  rewrite(): void {
    const tokens = this.#tokens;
    const end = tokens.currentToken().rhsEndIndex ?? 0;
    tokens.removeInitialToken();
    const keyword = tokens.currentTokenCode();
    for (let first = true; first || this.#continues(end); first = false) {
      if (this.#isPattern(tokens.currentIndex() + 1)) {
        // The line above may have no semicolon, and would be called by the parenthesis.
        tokens.replaceToken(first ? ';(' : '(');
        this.#pattern();
      } else {
        if (first) tokens.copyToken();
        else tokens.replaceToken(`${keyword} `);
        this.#variable(keyword);
      }
    }
  }

  #continues(end: number): boolean {
    return this.#tokens.currentIndex() < end && this.#tokens.matches1(TokenType.comma);
  }

  #isPattern(index: number): boolean {
    return (
      this.#tokens.matches1AtIndex(index, TokenType.braceL) ||
      this.#tokens.matches1AtIndex(index, TokenType.bracketL)
    );
  }

  /** Nothing uses the variable itself, but a function is called after the one that it is the value of. */
  #variable(keyword: string): void {
    const tokens = this.#tokens;
    const name = tokens.identifierName();
    tokens.copyToken();
    this.#type();
    const hasValue = tokens.matches1(TokenType.eq);
    if (hasValue) this.#value();
    tokens.appendCode(';');
    // `var a;` changes nothing if something has been assigned before.
    if (hasValue || keyword !== 'var') this.#assign(name, hasValue ? name : 'void 0');
  }

  /** Assigns right to the exports, as a default may use the names before it: `{ a, b = a }`. */
  #pattern(): void {
    const tokens = this.#tokens;
    const names: string[] = [];
    let depth = 0;
    do {
      const token = tokens.currentToken();
      if (token.type === TokenType.eq) {
        this.#value();
      } else if (declaresVariable(token)) {
        const name = tokens.identifierName();
        const isShorthand =
          token.identifierRole === IdentifierRole.ObjectShorthandTopLevelDeclaration;
        tokens.replaceToken(isShorthand ? `${name}: exports.${name}` : `exports.${name}`);
        names.push(name);
      } else {
        if (opens(token.type)) depth++;
        else if (closes(token.type)) depth--;
        this.#root.processToken();
      }
    } while (depth > 0);
    this.#type();
    if (!tokens.matches1(TokenType.eq)) {
      throw new SyntaxError('a pattern needs a value, as in export const { a } = b');
    }
    this.#value();
    tokens.appendCode(');');
    for (const name of names) {
      if (this.#imports.resolveExportBinding(name) !== null) this.#assign(name, `exports.${name}`);
    }
  }

  #type(): void {
    while (this.#tokens.currentToken().isType) this.#root.processToken();
  }

  /** Copies the `=` itself because it belongs to a declaration, where sucrase would see an assignment. */
  #value(): void {
    const end = this.#tokens.currentToken().rhsEndIndex ?? 0;
    this.#tokens.copyExpectedToken(TokenType.eq);
    while (this.#tokens.currentIndex() < end) this.#root.processToken();
  }

  /** An export list may give the variable more names. */
  #assign(name: string, value: string): void {
    const targets = [`exports.${name}`, this.#imports.resolveExportBinding(name) ?? []].flat();
    this.#tokens.appendCode(` ${targets.join(' = ')} = ${value};`);
  }
}

function opens(type: TokenType): boolean {
  return (
    type === TokenType.braceL ||
    type === TokenType.dollarBraceL ||
    type === TokenType.bracketL ||
    type === TokenType.parenL
  );
}

function closes(type: TokenType): boolean {
  return type === TokenType.braceR || type === TokenType.bracketR || type === TokenType.parenR;
}
