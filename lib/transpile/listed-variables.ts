import type { File } from 'sucrase/dist/esm/parser/index.js';
import { IdentifierRole, type Token } from 'sucrase/dist/esm/parser/tokenizer/index.js';
import { TokenType } from 'sucrase/dist/esm/parser/tokenizer/types.js';
import { declaresVariable } from './variable-names.ts';

/** Variables that an export list names, with `let` and `var`: whatever is assigned to them has to reach importers. */
export interface ListedVariables {
  readonly names: ReadonlySet<string>;
  /** The tokens `let` and `var` of the declarations that have one of them. */
  readonly declarations: ReadonlySet<number>;
}

/** Asks `isListed` for each variable of the top level. */
export function listedVariables(
  text: string,
  { tokens, scopes }: Pick<File, 'tokens' | 'scopes'>,
  isListed: (name: string) => boolean,
): ListedVariables {
  const names = new Set<string>();
  const declarations = new Set<number>();
  const nested = nestedNames(text, { tokens, scopes });
  for (const [index, token] of tokens.entries()) {
    if (token.isType || (token.type !== TokenType._let && token.type !== TokenType._var)) continue;
    if (tokens[index - 1]?.type === TokenType._export) continue;
    for (const name of declaredNames(text, tokens, index + 1)) {
      if (!isListed(name) || nested.has(name)) continue;
      names.add(name);
      declarations.add(index);
    }
  }
  return { names, declarations };
}

/** Of `a = 1, { b, c: [d] } = e`, beginning at its first token; empty where it is not of the top level. */
function declaredNames(text: string, tokens: readonly Token[], from: number): string[] {
  const names: string[] = [];
  let depth = 0;
  for (let at = from; ; at++) {
    const token = tokens[at];
    if (token === undefined) return names;
    if (token.isType || token.type === TokenType.nonNullAssertion) continue;
    // A value may declare anything.
    if (token.type === TokenType.eq) {
      at = (token.rhsEndIndex ?? at + 1) - 1;
      if (depth === 0 && tokens[at + 1]?.type !== TokenType.comma) return names;
    } else if (isOpening(token.type)) depth++;
    else if (isClosing(token.type)) depth--;
    else if (declaresVariable(token)) names.push(text.slice(token.start, token.end));
    else if (depth === 0 && token.type === TokenType.name) return names;
    if (depth < 0 || (depth === 0 && !continues(tokens, at))) return names;
  }
}

/** Whether the declaration goes on behind this token. */
function continues(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  if (next === undefined) return false;
  if (tokens[at]?.type === TokenType.comma || next.isType) return true;
  return (
    next.type === TokenType.eq ||
    next.type === TokenType.comma ||
    next.type === TokenType.nonNullAssertion
  );
}

/** Those that a `var` in a block of the top level declares once more: there is but one variable. */
function nestedNames(
  text: string,
  { tokens, scopes }: Pick<File, 'tokens' | 'scopes'>,
): Set<string> {
  const functions = scopes.filter(({ isFunctionScope }) => isFunctionScope);
  const names = new Set<string>();
  for (const [index, { identifierRole, start, end }] of tokens.entries()) {
    const isNested =
      identifierRole === IdentifierRole.FunctionScopedDeclaration ||
      identifierRole === IdentifierRole.ObjectShorthandFunctionScopedDeclaration;
    if (!isNested) continue;
    const around = functions.filter(
      ({ startTokenIndex, endTokenIndex }) => startTokenIndex <= index && index < endTokenIndex,
    );
    if (around.length <= 1) names.add(text.slice(start, end));
  }
  return names;
}

function isOpening(type: TokenType): boolean {
  return (
    type === TokenType.braceL || type === TokenType.dollarBraceL || type === TokenType.bracketL
  );
}

function isClosing(type: TokenType): boolean {
  return type === TokenType.braceR || type === TokenType.bracketR;
}
