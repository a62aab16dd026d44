import { TokenType } from 'sucrase/dist/esm/parser/tokenizer/types.js';
import type TokenProcessor from 'sucrase/dist/esm/TokenProcessor.js';
import type RootTransformer from 'sucrase/dist/esm/transformers/RootTransformer.js';

/**
 * A member of an enum with a value, from its `=` on. Numbers alone have an entry that leads back to the name, as tsc
 * has it; sucrase takes for text only what is in plain quotes, and makes an entry of every other text. `variable` is
 * how later members may name it, null where that is no identifier.
 */
export function rewriteEnumMember(
  root: RootTransformer,
  tokens: TokenProcessor,
  enumName: string,
  name: string,
  variable: string | null,
): void {
  const end = tokens.currentToken().rhsEndIndex;
  if (end == null) throw new SyntaxError('an enum member needs a value behind its =');
  const entry = `${enumName}[${name}]`;
  tokens.appendCode(variable === null ? `typeof (${entry}` : `const ${variable}`);
  tokens.copyExpectedToken(TokenType.eq);
  while (tokens.currentIndex() < end) root.processToken();
  if (variable !== null) tokens.appendCode(`; typeof (${entry} = ${variable}`);
  tokens.appendCode(`) === "number" && (${enumName}[${entry}] = ${name});`);
}
