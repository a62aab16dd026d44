import { IdentifierRole, type Token } from 'sucrase/dist/esm/parser/tokenizer/index.js';
import { ContextualKeyword } from 'sucrase/dist/esm/parser/tokenizer/keywords.js';
import { TokenType } from 'sucrase/dist/esm/parser/tokenizer/types.js';
import type TokenProcessor from 'sucrase/dist/esm/TokenProcessor.js';
import type RootTransformer from 'sucrase/dist/esm/transformers/RootTransformer.js';
import Transformer from 'sucrase/dist/esm/transformers/Transformer.js';

/**
 * `import a = N.b` uses N if it is used itself, which sucrase does not see: it drops an import that nothing else uses.
 * To be called before anything is looked for in the tokens.
 */
export function markUses(text: string, tokens: readonly Token[]): void {
  const nameOf = (token: Token | undefined) => text.slice(token?.start, token?.end);
  // From behind, for one may stand on another.
  for (let at = tokens.length - 1; at >= 0; at--) {
    const [keyword, name, equals, used] = tokens.slice(at, at + 4);
    if (keyword?.type !== TokenType._import || keyword.isType) continue;
    if (name?.type !== TokenType.name || equals?.type !== TokenType.eq) continue;
    if (used === undefined || tokens[at + 4]?.type === TokenType.parenL) continue;
    const isUsed =
      tokens[at - 1]?.type === TokenType._export ||
      tokens.some((token) => isUse(token) && nameOf(token) === nameOf(name));
    if (isUsed) used.identifierRole = IdentifierRole.Access;
  }
}

function isUse({ type, isType, identifierRole }: Token): boolean {
  if (type !== TokenType.name || isType) return false;
  return (
    identifierRole === IdentifierRole.Access ||
    identifierRole === IdentifierRole.ObjectShorthand ||
    identifierRole === IdentifierRole.ExportAccess
  );
}

/** Of `import a = …` the forms that sucrase stumbles over: with `export`, and with `type`. */
export class ImportEquals extends Transformer {
  readonly #root: RootTransformer;
  readonly #tokens: TokenProcessor;
  readonly #commonJs: boolean;

  constructor(root: RootTransformer, tokens: TokenProcessor, commonJs: boolean) {
    super();
    this.#root = root;
    this.#tokens = tokens;
    this.#commonJs = commonJs;
  }

  process(): boolean {
    const tokens = this.#tokens;
    const isExported = tokens.matches2(TokenType._export, TokenType._import);
    const at = tokens.currentIndex() + (isExported ? 1 : 0);
    if (!tokens.matches2AtIndex(at, TokenType._import, TokenType.name)) return false;
    const isType =
      tokens.matchesContextualAtIndex(at + 1, ContextualKeyword._type) &&
      tokens.matches2AtIndex(at + 2, TokenType.name, TokenType.eq);
    if (isType) this.#remove(at + 4);
    else if (isExported && tokens.matches1AtIndex(at + 2, TokenType.eq)) this.#export(at + 3);
    else return false;
    return true;
  }

  #remove(from: number): void {
    const end = this.#end(from);
    this.#tokens.removeInitialToken();
    while (this.#tokens.currentIndex() < end) this.#tokens.removeToken();
  }

  #export(from: number): void {
    const tokens = this.#tokens;
    const end = this.#end(from);
    if (this.#commonJs) tokens.removeInitialToken();
    else tokens.copyToken();
    tokens.replaceToken('const');
    const name = tokens.identifierName();
    tokens.copyToken();
    tokens.copyToken();
    while (tokens.currentIndex() < end) this.#root.processToken();
    if (this.#commonJs) tokens.appendCode(`; exports.${name} = ${name};`);
  }

  /** Behind `require('x')` or `N.A.B`. */
  #end(from: number): number {
    const tokens = this.#tokens;
    if (tokens.matches1AtIndex(from + 1, TokenType.parenL)) return from + 4;
    let end = from + 1;
    while (tokens.matches2AtIndex(end, TokenType.dot, TokenType.name)) end += 2;
    return end;
  }
}
