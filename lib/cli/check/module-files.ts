/** Which files can be a module: native/shim/find/module_files.c. */
import { isFile } from '../system/is-file.ts';

export const EXTENSIONS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];

/** Everything that an absolute path without extension can mean. */
export function lookAt(stem: string): string[] {
  const files = withExtensions(stem);
  // Packages have an index.js beside their package.json, which decides.
  if (isFile(`${stem}/package.json`)) return [...files, stem];
  return [...files, ...withExtensions(`${stem}/index`)];
}

const withExtensions = (stem: string): string[] =>
  EXTENSIONS.filter((extension) => !declaresOnly(stem, extension))
    .map((extension) => `${stem}.${extension}`)
    .filter(isFile);

export const declaresOnly = (stem: string, extension: string): boolean =>
  stem.endsWith('.d') && extension.endsWith('ts');

/** Of a file that Node can run, without the dot. */
export function knownExtension(path: string): string | undefined {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  return path.includes('.') && EXTENSIONS.includes(extension) ? extension : undefined;
}
