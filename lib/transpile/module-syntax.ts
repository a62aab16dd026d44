import { ContextualKeyword } from 'sucrase/dist/esm/parser/tokenizer/keywords.js';
import { TokenType } from 'sucrase/dist/esm/parser/tokenizer/types.js';
import type TokenProcessor from 'sucrase/dist/esm/TokenProcessor.js';
import Transformer from 'sucrase/dist/esm/transformers/Transformer.js';
import { removeMaybeImportAttributes } from 'sucrase/dist/esm/util/removeMaybeImportAttributes.js';
import { WrapperName } from './wrapper.ts';

/**
 * In CommonJS code `import.meta` and `import()` become names the loader gives; in ES modules import attributes
 * go, because V8 10 knows only `assert` and V8 13 only `with`, and the loader goes by the file name anyway.
 */
export class ModuleSyntax extends Transformer {
  readonly #tokens: TokenProcessor;
  readonly #commonJs: boolean;
  readonly #prefix: string;

  constructor(tokens: TokenProcessor, commonJs: boolean, prefix: string) {
    super();
    this.#tokens = tokens;
    this.#commonJs = commonJs;
    this.#prefix = prefix;
  }

  override getPrefixCode(): string {
    return this.#prefix;
  }

  process(): boolean {
    if (this.#commonJs) return this.#importMeta() || this.#dynamicImport();
    if (this.#tokens.matches2(TokenType._export, TokenType.eq)) {
      throw new SyntaxError(
        'export = cannot be used in a file with top-level await or ES-module-only imports',
      );
    }
    return this.#attributes();
  }

  #importMeta(): boolean {
    const tokens = this.#tokens;
    // The parser turns the `import` of `import.meta` into a name.
    if (!tokens.matches3(TokenType.name, TokenType.dot, TokenType.name)) return false;
    if (tokens.currentTokenCode() !== 'import') return false;
    tokens.replaceToken(WrapperName.meta);
    tokens.removeToken();
    tokens.removeToken();
    return true;
  }

  #dynamicImport(): boolean {
    if (!this.#tokens.matches2(TokenType._import, TokenType.parenL)) return false;
    this.#tokens.replaceToken(WrapperName.import);
    return true;
  }

  #attributes(): boolean {
    const tokens = this.#tokens;
    const index = tokens.currentIndex();
    const keyword =
      tokens.matches2(TokenType._with, TokenType.braceL) ||
      (tokens.matches2(TokenType.name, TokenType.braceL) &&
        tokens.matchesContextual(ContextualKeyword._assert));
    if (!keyword || index < 2 || !tokens.matches1AtIndex(index - 1, TokenType.string)) return false;
    const ofImport =
      tokens.matches1AtIndex(index - 2, TokenType._import) ||
      tokens.matchesContextualAtIndex(index - 2, ContextualKeyword._from);
    if (!ofImport) return false;
    removeMaybeImportAttributes(tokens);
    return true;
  }
}
