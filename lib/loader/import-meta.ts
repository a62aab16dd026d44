import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { WrapperName } from '../transpile/wrapper.ts';
import { createRequire, isBuiltin } from './node-module.ts';

/** The same in every version of Node; 18 itself has only `url`. */
export function fillImportMeta(meta: object, file: string): void {
  const require = createRequire(file);
  const resolve = (specifier: string): string => {
    if (isBuiltin(specifier)) return `node:${specifier.replace(/^node:/, '')}`;
    if (/^(file|data|https?):/.test(specifier)) return new URL(specifier).href;
    return pathToFileURL(require.resolve(specifier)).href;
  };
  Object.assign(meta, {
    dirname: dirname(file),
    filename: file,
    resolve,
    url: pathToFileURL(file).href,
  });
  Object.defineProperty(meta, WrapperName.require, { value: require });
}
