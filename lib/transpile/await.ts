import type { File } from 'sucrase/dist/esm/parser/index.js';
import { ContextualKeyword } from 'sucrase/dist/esm/parser/tokenizer/keywords.js';
import { TokenType } from 'sucrase/dist/esm/parser/tokenizer/types.js';

/**
 * The offset of the first `await` outside every function, or null. The parser notes no scope for
 * `async <T>(x: T) => await x`, so that one is a false alarm; the loader asks V8 before it believes it.
 */
export function firstAwait(file: File): number | null {
  const functions = file.scopes.filter(
    (scope) => scope.isFunctionScope && scope.startTokenIndex > 0,
  );
  for (const [index, token] of file.tokens.entries()) {
    if (token.contextualKeyword !== ContextualKeyword._await || token.isType) continue;
    if (token.type !== TokenType.name || isPropertyName(file, index)) continue;
    const inFunction = functions.some(
      ({ startTokenIndex, endTokenIndex }) => startTokenIndex <= index && index < endTokenIndex,
    );
    if (!inFunction) return token.start;
  }
  return null;
}

/** `x.await` and `{ await: 1 }` wait for nothing. */
function isPropertyName(file: File, index: number): boolean {
  const before = file.tokens[index - 1]?.type;
  const after = file.tokens[index + 1]?.type;
  return before === TokenType.dot || before === TokenType.questionDot || after === TokenType.colon;
}
