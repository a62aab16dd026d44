import { hasCode } from './resolve.ts';

/** Thrown where CommonJS ends and only a real ES module goes on. */
export const TOP_LEVEL_AWAIT = 'ERR_COLLECTD_TOP_LEVEL_AWAIT';

const ES_MODULE_ONLY = [
  /^Cannot use import statement outside a module/,
  /^Unexpected token 'export'/,
  /^Cannot use 'import\.meta' outside a module/,
];

/** Whether require() failed only because something in the graph is an ES module, or one that imports TypeScript. */
export function needsModule(error: unknown): boolean {
  return (
    hasCode(
      error,
      TOP_LEVEL_AWAIT,
      'ERR_REQUIRE_ESM',
      'ERR_REQUIRE_ASYNC_MODULE',
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
    ) ||
    hasModuleSyntax(error) ||
    importsTypeScript(error) ||
    isHalfLoaded(error)
  );
}

/** Node's own import() met a .ts file. Nothing has run then: Node links a whole graph before it evaluates any. */
export function importsTypeScript(error: unknown): boolean {
  return hasCode(error, 'ERR_UNKNOWN_FILE_EXTENSION') && /"\.[mc]?ts"/.test(String(error));
}

/** Node 20 and 22, of an ES module whose import() failed before. */
function isHalfLoaded(error: unknown): boolean {
  return hasCode(error, 'ERR_INTERNAL_ASSERTION') && /require\(\) ES Module/.test(String(error));
}

/** Whether a file without package.json type was taken for CommonJS and is none. */
export function hasModuleSyntax(error: unknown): boolean {
  if (!(error instanceof SyntaxError)) return false;
  return isAwaitError(error) || ES_MODULE_ONLY.some((pattern) => pattern.test(error.message));
}

/** `await` in what V8 takes for the body of a function that is not async. */
export function isAwaitError(error: unknown): boolean {
  const pattern = /^(await is only valid in async functions|Unexpected reserved word)/;
  return error instanceof SyntaxError && pattern.test(error.message);
}
