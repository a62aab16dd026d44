import { join } from 'node:path';
import { CommonJs } from './node-module.ts';

type Import = (specifier: string) => Promise<object>;

const importers = new Map<string, Import>();

/**
 * Node's own import() as a file in `directory` would do it. Code compiled by Node's CommonJS loader may import()
 * in every version; the embedder's main script may not in Node 18.
 */
export function nativeImport(directory: string, specifier: string): Promise<object> {
  let importer = importers.get(directory);
  if (importer === undefined) {
    const file = join(directory, 'collectd-import.cjs');
    const module = new CommonJs(file, null);
    module.filename = file;
    module._compile('module.exports = (specifier) => import(specifier);', file);
    importer = module.exports as Import;
    importers.set(directory, importer);
  }
  return importer(specifier);
}
