import { parse } from 'sucrase/dist/esm/parser/index.js';
import type { Token } from 'sucrase/dist/esm/parser/tokenizer/index.js';
import { TokenType } from 'sucrase/dist/esm/parser/tokenizer/types.js';
import { WrapperName } from './wrapper.ts';

export interface Specifier {
  readonly path: string;
  /** From 1 on. */
  readonly line: number;
  /** An import that runs before anything else: without its file the module cannot start. */
  readonly isStatic: boolean;
}

/** Files that JavaScript names by a relative path, in whatever form; transpile() leaves no other than these. */
export function specifiersOf(code: string): Specifier[] {
  const { tokens } = parse(code, false, false, false);
  const found: Specifier[] = [];
  const tries: number[] = [];
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.type === TokenType.braceL || token.type === TokenType.dollarBraceL) {
      depth++;
      if (tokens[index - 1]?.type === TokenType._try) tries.push(depth);
    } else if (token.type === TokenType.braceR) {
      if (tries.at(-1) === depth) tries.pop();
      depth--;
    }
    const named = namedAt(code, tokens, index);
    if (named === undefined) continue;
    const path = code.slice(named.path.start + 1, named.path.end - 1);
    if (!/^\.{1,2}\/[^\\]+$/.test(path)) continue;
    const line = code.slice(0, named.path.start).split('\n').length;
    found.push({ path, line, isStatic: named.isStatic && tries.length === 0 });
  }
  return found;
}

/** `require('x')` and `import('x')`, and of an ES module `from 'x'` and `import 'x'`. */
function namedAt(
  code: string,
  tokens: readonly Token[],
  index: number,
): { path: Token; isStatic: boolean } | undefined {
  const [token, next, path, end] = tokens.slice(index, index + 4);
  if (token === undefined || next === undefined) return undefined;
  const word = code.slice(token.start, token.end);
  if (next.type === TokenType.string) {
    const isStatic = token.type === TokenType._import || word === 'from';
    return isStatic ? { path: next, isStatic } : undefined;
  }
  if (next.type !== TokenType.parenL || path?.type !== TokenType.string) return undefined;
  if (end?.type !== TokenType.parenR || tokens[index - 1]?.type === TokenType.dot) return undefined;
  if (word === WrapperName.require) return { path, isStatic: true };
  const isLate = word === 'require' || word === WrapperName.import || word === 'import';
  return isLate ? { path, isStatic: false } : undefined;
}
