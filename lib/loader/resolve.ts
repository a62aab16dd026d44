import { readFileSync, statSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { refusal } from '../location/error.ts';
import { positionOf } from '../transpile/position.ts';
import { CommonJs } from './node-module.ts';

const SOURCE_EXTENSIONS: Readonly<Record<string, string>> = {
  '.js': '.ts',
  '.mjs': '.mts',
  '.cjs': '.cts',
};

export function isTypeScript(file: string): boolean {
  return /\.[mc]?ts$/.test(file) && !/\.d\.[mc]?ts$/.test(file);
}

/** In TypeScript `./x.js` is the name of what `./x.ts` will be; here there is only the latter. */
export function resolveOutputNames(): void {
  const resolveFilename = CommonJs._resolveFilename;
  CommonJs._resolveFilename = function resolveTypeScript(request, parent, ...rest) {
    try {
      return Reflect.apply(resolveFilename, this, [request, parent, ...rest]);
    } catch (error) {
      const source = isRequestOfTypeScript(request, parent) ? sourceName(request) : null;
      if (source === null || !hasCode(error, 'MODULE_NOT_FOUND')) throw error;
      try {
        return Reflect.apply(resolveFilename, this, [source, parent, ...rest]);
      } catch {
        throw error;
      }
    }
  };
}

function isRequestOfTypeScript(request: string, parent: unknown): boolean {
  if (!isPath(request)) return false;
  if (typeof parent !== 'object' || parent === null || !('filename' in parent)) return false;
  return typeof parent.filename === 'string' && isTypeScript(parent.filename);
}

/** The TypeScript file that `path` is the name of once it is compiled; null: another extension. */
export function sourceName(path: string): string | null {
  const extension = /\.[mc]?js$/.exec(path)?.[0];
  if (extension === undefined) return null;
  return path.slice(0, -extension.length) + (SOURCE_EXTENSIONS[extension] ?? '');
}

export function isPath(request: string): boolean {
  return /^(\.{0,2}\/|\.{1,2}$|file:)/.test(request);
}

export function hasCode(error: unknown, ...codes: string[]): boolean {
  if (typeof error !== 'object' || error === null) return false;
  try {
    return codes.includes(String(Reflect.get(error, 'code')));
  } catch {
    // A getter or proxy of somebody's own.
    return false;
  }
}

/** Whether Node takes the file for an ES module, by its extension or its package.json. */
export function isModuleFile(file: string): boolean {
  const extension = extname(file);
  if (extension !== '.js') return extension === '.mjs';
  for (let at = dirname(file); ; at = dirname(at)) {
    const manifest = readManifest(at);
    if (manifest !== null) return manifest.type === 'module';
    if (at === dirname(at) || at.endsWith('/node_modules')) return false;
  }
}

interface Manifest {
  readonly type?: unknown;
  readonly main?: unknown;
  readonly exports?: unknown;
}

function readManifest(directory: string): Manifest | null {
  const file = join(directory, 'package.json');
  let text: string;
  try {
    // Node, too, skips a byte order mark.
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return null;
  }
  const manifest = parseManifest(text, file);
  return typeof manifest === 'object' && manifest !== null ? manifest : {};
}

/** Node's own messages about a package.json name the file, those of JSON.parse() do not. */
function parseManifest(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as SyntaxError;
    // V8 names either the position or the text around it; with the latter the first line has to do.
    const found = /(?: in JSON)? at position (\d+)(?: \(.*\))?$/.exec(message);
    const ended = message === 'Unexpected end of JSON input' ? text.length : 0;
    const location = { file, ...positionOf(text, found === null ? ended : Number(found[1])) };
    throw refusal('ERR_INVALID_PACKAGE_CONFIG', message.slice(0, found?.index), location);
  }
}

/** The file that stands for a path: itself, or what the package.json in it names, or its index. */
export function entryFile(path: string): string {
  if (!statSync(path).isDirectory()) return path;
  const manifest = readManifest(path);
  const exported = manifest === null ? null : exportsTarget(manifest.exports);
  if (exported !== null) return join(path, exported);
  const main = typeof manifest?.main === 'string' ? [join(path, manifest.main)] : [];
  for (const request of [...main, join(path, 'index')]) {
    try {
      return CommonJs._resolveFilename(request, null);
    } catch (error) {
      if (!hasCode(error, 'MODULE_NOT_FOUND')) throw error;
    }
  }
  throw Object.assign(
    new Error(`${path}: package.json names no existing file and there is no index`),
    {
      code: 'MODULE_NOT_FOUND',
    },
  );
}

/** The "." of package.json's `exports`, under the conditions of an import and, failing that, of a require. */
function exportsTarget(exports: unknown): string | null {
  const root =
    typeof exports === 'object' && exports !== null && '.' in exports ? exports['.'] : exports;
  const conditions = ['node', 'module-sync', 'default'];
  return (
    conditional(root, ['import', ...conditions]) ?? conditional(root, ['require', ...conditions])
  );
}

function conditional(value: unknown, conditions: readonly string[], depth = 0): string | null {
  if (typeof value === 'string') return value.startsWith('./') ? value : null;
  if (typeof value !== 'object' || value === null || depth > 32) return null;
  const matching = Array.isArray(value)
    ? value
    : Object.entries(value).flatMap(([key, inner]) => (conditions.includes(key) ? [inner] : []));
  for (const inner of matching) {
    const found = conditional(inner, conditions, depth + 1);
    if (found !== null) return found;
  }
  return null;
}
