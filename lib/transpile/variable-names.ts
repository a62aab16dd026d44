import { IdentifierRole, type Token } from 'sucrase/dist/esm/parser/tokenizer/index.js';
import { TokenType } from 'sucrase/dist/esm/parser/tokenizer/types.js';

/** The names that `export const`, `export let` and `export var` declare, all of every declaration. */
export function exportedVariables(text: string, tokens: readonly Token[]): Set<string> {
  const names = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    if (token.type !== TokenType._export || token.isType) continue;
    if (!isVariable(tokens[index + 1]?.type) || tokens[index + 2]?.type === TokenType._enum)
      continue;
    const end = token.rhsEndIndex ?? index;
    for (let at = index + 2; at < end; at++) {
      const current = tokens[at];
      if (current === undefined || current.isType) continue;
      // Values and defaults may declare anything, but nothing of it is exported.
      if (current.type === TokenType.eq) at = (current.rhsEndIndex ?? at + 1) - 1;
      else if (declaresVariable(current)) names.add(text.slice(current.start, current.end));
    }
  }
  return names;
}

export function declaresVariable({ identifierRole }: Token): boolean {
  return (
    identifierRole === IdentifierRole.TopLevelDeclaration ||
    identifierRole === IdentifierRole.ObjectShorthandTopLevelDeclaration
  );
}

function isVariable(type: TokenType | undefined): boolean {
  return type === TokenType._const || type === TokenType._let || type === TokenType._var;
}
