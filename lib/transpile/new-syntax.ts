import { Script } from 'node:vm';
import type { Token } from 'sucrase/dist/esm/parser/tokenizer/index.js';
import { TokenType } from 'sucrase/dist/esm/parser/tokenizer/types.js';

/** The sentence for syntax that V8 calls no more than an unexpected identifier, or null. */
export function newSyntax(text: string, tokens: readonly Token[], index: number): string | null {
  const token = tokens[index];
  if (token?.type !== TokenType.name || token.isType) return null;
  const word = text.slice(token.start, token.end);
  if (word === 'accessor' && isAccessor(text, tokens, index))
    return 'accessor is not supported, write a getter and a setter';
  if (word === 'using' && isUsing(text, tokens, index) && !hasUsing())
    return `using is not supported by Node.js ${process.versions.node}, close what you open in a finally block`;
  return null;
}

/** Elsewhere two names on one line cannot follow each other. */
function isAccessor(text: string, tokens: readonly Token[], index: number): boolean {
  const next = tokens[index + 1];
  const isName = next?.type === TokenType.name && text.slice(next.start, next.end) !== 'of';
  return (isName || next?.type === TokenType.hash) && isOneLine(text, tokens, index);
}

/** `using x = …`, or `for (using x of …)`. */
function isUsing(text: string, tokens: readonly Token[], index: number): boolean {
  const [, name, next] = tokens.slice(index, index + 3);
  if (name?.type !== TokenType.name || next === undefined) return false;
  const isDeclaration =
    next.type === TokenType.eq ||
    next.type === TokenType.colon ||
    (next.type === TokenType.name && text.slice(next.start, next.end) === 'of');
  return isDeclaration && isOneLine(text, tokens, index);
}

function isOneLine(text: string, tokens: readonly Token[], index: number): boolean {
  return !text.slice(tokens[index]?.end, tokens[index + 1]?.start).includes('\n');
}

let known: boolean | undefined;

function hasUsing(): boolean {
  if (known === undefined) {
    try {
      new Script('{ using a = null; }');
      known = true;
    } catch {
      known = false;
    }
  }
  return known;
}
