import type { Token } from 'sucrase/dist/esm/parser/tokenizer/index.js';
import { ContextualKeyword } from 'sucrase/dist/esm/parser/tokenizer/keywords.js';
import { TokenType } from 'sucrase/dist/esm/parser/tokenizer/types.js';
import { refusal } from '../location/error.ts';
import { newSyntax } from './new-syntax.ts';
import { positionOf } from './position.ts';

/** Refuses what sucrase would pass on unchanged (decorators) or drop without a word (namespaces with code). */
export function refuseUnsupported(text: string, tokens: readonly Token[], path: string): void {
  const refuse = (token: Token, message: string): never => {
    throw refusal('ERR_COLLECTD_SYNTAX', message, { file: path, ...positionOf(text, token.start) });
  };
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) break;
    if (token.type === TokenType.at && !token.isType) {
      refuse(
        token,
        'decorators are not supported, call the function yourself or import compiled JavaScript',
      );
    }
    const sentence = newSyntax(text, tokens, index);
    if (sentence !== null) refuse(token, sentence);
    const body = globalBody(tokens, index) ?? namespaceBody(tokens, index);
    if (body === null) continue;
    if (!isDeclared(tokens, index) && hasCode(tokens, body)) {
      refuse(
        token,
        'a namespace with code is not supported, make it a module of its own or an object',
      );
    }
    index = closing(tokens, body);
  }
}

/** The index of the `{` of `namespace A.B {` or `module A {` at this token, or null. */
function namespaceBody(tokens: readonly Token[], index: number): number | null {
  const keyword = tokens[index]?.contextualKeyword;
  if (keyword !== ContextualKeyword._namespace && keyword !== ContextualKeyword._module)
    return null;
  // Only in a declaration is the keyword part of a type; elsewhere it is somebody's variable.
  if (tokens[index]?.type !== TokenType.name || tokens[index]?.isType !== true) return null;
  let at = index + 1;
  if (tokens[at]?.type === TokenType.string && tokens[at + 1]?.type === TokenType.braceL)
    return at + 1;
  while (tokens[at]?.type === TokenType.name) {
    const next = tokens[at + 1]?.type;
    if (next === TokenType.braceL) return at + 1;
    if (next !== TokenType.dot) return null;
    at += 2;
  }
  return null;
}

/** The index of the `{` of `declare global {`, which augments types wherever it stands. */
function globalBody(tokens: readonly Token[], index: number): number | null {
  if (tokens[index]?.contextualKeyword !== ContextualKeyword._global) return null;
  const inDeclaration = tokens[index]?.isType && tokens[index + 1]?.type === TokenType.braceL;
  return inDeclaration ? index + 1 : null;
}

/** `declare namespace`, `declare module` and everything within `declare global` is types alone. */
function isDeclared(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1]?.type;
  return before === TokenType._declare || tokens[index + 1]?.type === TokenType.string;
}

/** A walk over the statements of a namespace's body: interfaces, types and declarations are no code. */
function hasCode(tokens: readonly Token[], brace: number): boolean {
  const end = closing(tokens, brace);
  let index = brace + 1;
  while (index < end) {
    if (tokens[index]?.type === TokenType._export) index++;
    const token = tokens[index];
    const nested = namespaceBody(tokens, index);
    if (token?.type === TokenType.semi) {
      index++;
    } else if (nested !== null) {
      if (hasCode(tokens, nested)) return true;
      index = closing(tokens, nested) + 1;
    } else if (token?.contextualKeyword === ContextualKeyword._interface) {
      while (index < end && tokens[index]?.type !== TokenType.braceL) index++;
      index = closing(tokens, index) + 1;
    } else if (isTypeStatement(token)) {
      index = nextStatement(tokens, index + 1, end);
    } else {
      return true;
    }
  }
  return false;
}

function isTypeStatement(token: Token | undefined): boolean {
  return (
    token?.contextualKeyword === ContextualKeyword._type ||
    token?.contextualKeyword === ContextualKeyword._declare ||
    token?.type === TokenType._declare ||
    token?.type === TokenType._import
  );
}

const STATEMENT_WORDS = new Set<ContextualKeyword>([
  ContextualKeyword._interface,
  ContextualKeyword._type,
  ContextualKeyword._declare,
  ContextualKeyword._namespace,
  ContextualKeyword._module,
  ContextualKeyword._abstract,
  ContextualKeyword._enum,
]);

const STATEMENT_KEYWORDS = new Set<TokenType>([
  TokenType._export,
  TokenType._const,
  TokenType._let,
  TokenType._var,
  TokenType._function,
  TokenType._class,
  TokenType._enum,
  TokenType._abstract,
  TokenType._declare,
  TokenType._if,
  TokenType._for,
]);

/** Past a `;` or to the next word that starts a statement; `type` aliases may end without a semicolon. */
function nextStatement(tokens: readonly Token[], from: number, end: number): number {
  const declared = tokens[from - 1]?.contextualKeyword !== ContextualKeyword._type;
  let depth = 0;
  // `declare const enum`, `declare abstract class`: the words right behind `declare` belong to it.
  let index = from;
  while (declared && index < end && starts(tokens, index)) index++;
  for (; index < end; index++) {
    const type = tokens[index]?.type;
    if (opens(type)) depth++;
    else if (closes(type)) depth--;
    else if (depth === 0 && type === TokenType.semi) return index + 1;
    else if (depth === 0 && starts(tokens, index)) return index;
  }
  return end;
}

function starts(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token === undefined) return false;
  if (STATEMENT_KEYWORDS.has(token.type)) return true;
  if (token.type !== TokenType.name || !STATEMENT_WORDS.has(token.contextualKeyword)) return false;
  return tokens[index + 1]?.type === TokenType.name;
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    if (opens(tokens[index]?.type)) depth++;
    else if (closes(tokens[index]?.type) && --depth === 0) return index;
  }
  return tokens.length;
}

function opens(type: TokenType | undefined): boolean {
  return (
    type === TokenType.braceL ||
    type === TokenType.dollarBraceL ||
    type === TokenType.parenL ||
    type === TokenType.bracketL ||
    type === TokenType.braceBarL
  );
}

function closes(type: TokenType | undefined): boolean {
  return (
    type === TokenType.braceR ||
    type === TokenType.parenR ||
    type === TokenType.bracketR ||
    type === TokenType.braceBarR
  );
}
