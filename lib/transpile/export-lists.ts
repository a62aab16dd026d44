import { IdentifierRole } from 'sucrase/dist/esm/parser/tokenizer/index.js';
import { TokenType } from 'sucrase/dist/esm/parser/tokenizer/types.js';
import type TokenProcessor from 'sucrase/dist/esm/TokenProcessor.js';
import Transformer from 'sucrase/dist/esm/transformers/Transformer.js';

/**
 * `export { a };` may stand above `const a = 1;`, where sucrase's `exports.a = a;` would throw. Such a statement
 * goes to the end of the file; what is assigned meanwhile is exported where that happens.
 */
export class ExportLists extends Transformer {
  readonly #tokens: TokenProcessor;
  readonly #declared: ReadonlyMap<string, number>;
  #late = '';

  constructor(tokens: TokenProcessor) {
    super();
    this.#tokens = tokens;
    this.#declared = declaredNames(tokens);
  }

  process(): boolean {
    return false;
  }

  override getSuffixCode(): string {
    if (this.#late === '') return '';
    // The last line may end in a comment.
    return this.#tokens.code.endsWith('\n') ? this.#late : `\n${this.#late}`;
  }

  /** Around sucrase's work on one list. */
  rewrite(processList: () => void): void {
    const tokens = this.#tokens;
    const index = tokens.currentIndex();
    const before = tokens.snapshot();
    processList();
    const { tokenIndex } = tokens.snapshot();
    const code = tokens.dangerouslyGetAndRemoveCodeSinceSnapshot(before);
    const kept = code.replaceAll(/exports\.[^\s=]+ = ([^\s;]+);/g, (statement, name: string) => {
      if ((this.#declared.get(name) ?? -1) < index) return statement;
      this.#late += statement;
      return '';
    });
    tokens.restoreToSnapshot({ resultCode: before.resultCode + kept, tokenIndex });
  }
}

/** Where each variable and class of the top level is declared. */
function declaredNames({ code, tokens }: TokenProcessor): Map<string, number> {
  const found = new Map<string, number>();
  for (const [index, { identifierRole, isType, start, end }] of tokens.entries()) {
    const isDeclaration =
      identifierRole === IdentifierRole.TopLevelDeclaration ||
      identifierRole === IdentifierRole.ObjectShorthandTopLevelDeclaration;
    // Functions can be exported before they are declared.
    const before = tokens[index - 1]?.type;
    const isFunction =
      before === TokenType._function ||
      (before === TokenType.star && tokens[index - 2]?.type === TokenType._function);
    const name = code.slice(start, end);
    if (isDeclaration && !isType && !isFunction && !found.has(name)) found.set(name, index);
  }
  return found;
}
