/**
 * TypeScript to JavaScript, one function. Line n of the result is line n of the source. sucrase stays behind
 * this file and lib/transpile/; together they are transpiler.js, loaded only when something has to be transpiled.
 */
import { type File, parse } from 'sucrase/dist/esm/parser/index.js';
import { encodeColumnMap, type MappedToken } from '../location/column-map.ts';
import { type Location, refusal } from '../location/error.ts';
import { firstAwait } from './await.ts';
import type { Transpiled, TranspileOptions } from './format.ts';
import { topLevelNames } from './names.ts';
import { positionOf } from './position.ts';
import { Rewriting } from './rewriting.ts';
import { refuseUnsupported } from './unsupported.ts';

export { specifiersOf } from './specifiers.ts';

export function transpile(text: string, options: TranspileOptions): Transpiled {
  const { path, format } = options;
  const file = parsed(text, path);
  refuseUnsupported(text, file.tokens, path);
  const declares = topLevelNames(text, file.tokens);
  const awaitIndex = firstAwait(file);
  const awaits = awaitIndex === null ? null : positionOf(text, awaitIndex);
  if (format === 'commonjs' && declares.includes('exports')) {
    const index = text.search(/\bexports\b/);
    throw at(
      path,
      text,
      index,
      'exports cannot be declared at the top level of a module, rename it',
    );
  }
  const rewriting = new Rewriting(text, file, format);
  try {
    const { code, mappings } = rewriting.run(declares);
    return {
      code,
      columnMap: encodeColumnMap(text, code, mappedTokens(file, mappings)),
      declares,
      awaits,
    };
  } catch (error) {
    throw at(path, text, rewriting.index, describe(error));
  }
}

function parsed(text: string, path: string): File {
  try {
    return parse(text, false, true, false);
  } catch (error) {
    const index = isPositioned(error) ? error.pos : 0;
    throw at(path, text, index, describe(error));
  }
}

function* mappedTokens(
  file: File,
  mappings: readonly (number | undefined)[],
): Generator<MappedToken> {
  for (const [index, token] of file.tokens.entries()) {
    const output = mappings[index];
    if (output !== undefined) yield { start: token.start, end: token.end, output };
  }
}

function at(path: string, text: string, index: number, message: string): SyntaxError {
  const location: Location = { file: path, ...positionOf(text, index) };
  return refusal('ERR_COLLECTD_SYNTAX', message, location);
}

/** sucrase writes the location behind its messages; it is reported apart from them. */
function describe(error: unknown): string {
  if (error instanceof RangeError) return 'too deeply nested';
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/ \(\d+:\d+\)$/, '');
}

function isPositioned(error: unknown): error is { pos: number } {
  return error instanceof Error && 'pos' in error && typeof error.pos === 'number';
}
