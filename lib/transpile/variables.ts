import { IdentifierRole } from 'sucrase/dist/esm/parser/tokenizer/index.js';
import { TokenType } from 'sucrase/dist/esm/parser/tokenizer/types.js';
import type TokenProcessor from 'sucrase/dist/esm/TokenProcessor.js';
import type RootTransformer from 'sucrase/dist/esm/transformers/RootTransformer.js';
import Transformer from 'sucrase/dist/esm/transformers/Transformer.js';
import type { CommonJsImports } from './common-js-imports.ts';
import { declaresVariable } from './variable-names.ts';

/**
 * `export const a = 1, { b } = c;` becomes `const a = 1; exports.a = a; ({ b: exports.b } = c);`. sucrase leaves
 * all but the first variable undeclared, and takes the line that follows one without a semicolon for its rest.
 * Wherever else the variable is used sucrase writes `exports.a`, so that every assignment reaches the importers. The
 * same becomes of `let a = 1; export { a };`.
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

  process(): boolean {
    const tokens = this.#tokens;
    if (this.#imports.isListedDeclaration(tokens.currentIndex())) {
      this.#declaration();
      return true;
    }
    if (tokens.matches2(TokenType.name, TokenType.assign)) return this.#sum();
    if (tokens.matches2(TokenType.name, TokenType.postIncDec)) return this.#step(0);
    return tokens.matches2(TokenType.preIncDec, TokenType.name) && this.#step(1);
  }

  /** The other exports that an assignment to the name so many tokens ahead has to reach. */
  #othersOf(ahead: number): [place: string, others: string] | undefined {
    const index = this.#tokens.currentIndex() + ahead;
    const { identifierRole, shadowsGlobal } = this.#tokens.tokens[index] ?? {};
    if (identifierRole !== IdentifierRole.Access || shadowsGlobal) return undefined;
    const name = this.#tokens.identifierNameAtIndex(index);
    const others = this.#imports.resolveExportBinding(name);
    return others === null
      ? undefined
      : [this.#imports.getIdentifierReplacement(name) ?? name, others];
  }

  /**
   * `sum += 1` of what has another name in an export list becomes `exports.other = exports.sum += 1`. sucrase adds to
   * what has been exported so far, which is nothing before the list.
   */
  #sum(): boolean {
    const found = this.#othersOf(0);
    if (found === undefined) return false;
    const [place, others] = found;
    this.#tokens.replaceToken(`${others} = ${place}`);
    this.#tokens.copyToken();
    return true;
  }

  /**
   * `sum++` or `++sum` of such a variable. sucrase adds 1 and subtracts it again, which no bigint and no text allows,
   * and begins with a parenthesis, which may call the line above.
   */
  #step(ahead: 0 | 1): boolean {
    const tokens = this.#tokens;
    const behind = tokens.currentIndex() + ahead + 1;
    // Not of a property: `++sum.a`.
    if (
      ahead === 1 &&
      (tokens.matches1AtIndex(behind, TokenType.dot) ||
        tokens.matches1AtIndex(behind, TokenType.bracketL) ||
        tokens.matches1AtIndex(behind, TokenType.questionDot))
    )
      return false;
    const found = this.#othersOf(ahead);
    if (found === undefined) return false;
    const [place, others] = found;
    const operator = tokens.rawCodeForToken(tokens.tokenAtRelativeIndex(1 - ahead));
    const code = ahead === 1 ? operator + place : place + operator;
    tokens.replaceToken(`Array.of(${code}, ${others} = ${place})[0]`);
    tokens.removeToken();
    return true;
  }

  /** From `export` to the last variable of the declaration. */
  rewrite(): void {
    this.#tokens.removeInitialToken();
    this.#declaration();
  }

  #declaration(): void {
    const tokens = this.#tokens;
    const keyword = tokens.currentTokenCode();
    for (let first = true; first || tokens.matches1(TokenType.comma); first = false) {
      if (this.#isPattern(tokens.currentIndex() + 1)) {
        const own = this.#ownNames(tokens.currentIndex() + 1);
        const declared = own.length > 0 ? `${keyword} ${own.join(', ')};` : '';
        // The line above may have no semicolon, and would be called by the parenthesis.
        tokens.replaceToken(first ? `;${declared}(` : `${declared}(`);
        this.#pattern();
      } else {
        if (first) tokens.copyToken();
        else tokens.replaceToken(`${keyword} `);
        this.#variable(keyword);
      }
    }
  }

  /** Of the pattern that begins there: names that an export list does not have. */
  #ownNames(from: number): string[] {
    const names: string[] = [];
    let depth = 0;
    let at = from;
    do {
      const token = this.#tokens.tokens[at];
      if (token === undefined) break;
      if (token.type === TokenType.eq) at = (token.rhsEndIndex ?? at + 1) - 1;
      else if (opens(token.type)) depth++;
      else if (closes(token.type)) depth--;
      else if (declaresVariable(token)) names.push(this.#tokens.identifierNameAtIndex(at));
      at++;
    } while (depth > 0);
    return names.filter((name) => this.#imports.placeOf(name) === undefined);
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
    const isKept = this.#imports.placeOf(name) !== undefined;
    if (isKept && (hasValue || keyword !== 'var')) this.#assign(name, hasValue ? name : 'void 0');
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
        const place = this.#imports.placeOf(name) ?? name;
        tokens.replaceToken(isShorthand ? `${name}: ${place}` : place);
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
      const place = this.#imports.placeOf(name);
      if (place !== undefined && this.#imports.resolveExportBinding(name) !== null)
        this.#assign(name, place);
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
    const place = this.#imports.placeOf(name) ?? [];
    const targets = [place, this.#imports.resolveExportBinding(name) ?? []].flat();
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
