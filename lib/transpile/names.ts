import { IdentifierRole, type Token } from 'sucrase/dist/esm/parser/tokenizer/index.js';
import { TokenType } from 'sucrase/dist/esm/parser/tokenizer/types.js';
import { WRAPPER_PARAMETERS } from './wrapper.ts';

/**
 * Those names of the CommonJS wrapper that the file declares for itself at its top level, as in
 * `const __dirname = dirname(fileURLToPath(import.meta.url))`.
 */
export function topLevelNames(text: string, tokens: readonly Token[]): string[] {
  const found = new Set<string>();
  for (const token of tokens) {
    if (token.type !== TokenType.name || token.isType || !declares(token)) continue;
    const name = text.slice(token.start, token.end);
    if (WRAPPER_PARAMETERS.includes(name)) found.add(name);
  }
  return [...found];
}

/** Those names that the file uses, wherever they come from. */
export function usedNames(text: string, tokens: readonly Token[]): Set<string> {
  const found = new Set<string>();
  for (const token of tokens) {
    if (token.type !== TokenType.name || token.isType) continue;
    const name = text.slice(token.start, token.end);
    if (WRAPPER_PARAMETERS.includes(name)) found.add(name);
  }
  return found;
}

function declares(token: Token): boolean {
  return (
    token.identifierRole === IdentifierRole.TopLevelDeclaration ||
    token.identifierRole === IdentifierRole.ObjectShorthandTopLevelDeclaration ||
    token.identifierRole === IdentifierRole.ImportDeclaration
  );
}
