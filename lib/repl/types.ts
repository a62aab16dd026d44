/** TypeScript at the prompt: what is no JavaScript as it stands loses its types. */
import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import { getLocation } from '../location/error.ts';
import type { Transpiled, TranspileOptions } from '../transpile/format.ts';

type Transpile = (text: string, options: TranspileOptions) => Transpiled;

let transpile: Transpile | undefined;

/** Beside this file. Most sessions never need it. */
function transpiler(): Transpile {
  transpile ??= (createRequire(__filename)('./transpiler.js') as { transpile: Transpile })
    .transpile;
  return transpile;
}

function compiles(code: string): boolean {
  try {
    new Script(code);
    return true;
  } catch {
    return false;
  }
}

/** node:repl takes what begins with a brace for an object if it can, and knows top-level await. */
function isJavaScript(code: string): boolean {
  const expression = `(${code.trim().replace(/;$/, '')}\n)`;
  return [code, expression, `(async () => { ${code}\n})`, `(async () => ${expression})`].some(
    compiles,
  );
}

/** Whether the transpiler had read everything when something was missing. */
function endsTooEarly(error: unknown, code: string): boolean {
  const location = typeof error === 'object' && error !== null ? getLocation(error) : undefined;
  if (location === undefined) return false;
  const rest = code.split('\n').slice(location.line - 1);
  rest[0] = rest[0]?.slice(location.column - 1) ?? '';
  return rest.join('').trim() === '';
}

/**
 * Without types, or as it is when it is JavaScript or neither, which node:repl then says. Undefined: more has to
 * follow, as after `function f(x: number) {`.
 */
export function withoutTypes(code: string): string | undefined {
  // The transpiler drops an import that nothing uses; node:repl says what to write instead.
  if (isJavaScript(code) || /^\s*(import|export)\b/.test(code)) return code;
  try {
    const stripped = transpiler()(code, { path: 'REPL', format: 'script' }).code;
    return isJavaScript(stripped) ? stripped : code;
  } catch (error) {
    return endsTooEarly(error, code) ? undefined : code;
  }
}
