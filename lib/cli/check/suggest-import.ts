/** Which module an Import was probably meant to name: the rules of native/shim/find/suggestion.c. */
import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { suggestion } from '../../shared/suggestion.ts';
import { shown } from '../../shared/written.ts';
import { isFile } from '../system/is-file.ts';
import { knownExtension, lookAt } from './module-files.ts';

/** ` Did you mean "/opt/plugins/dice"?`, or nothing. */
export function didYouMeanPath(path: string): string {
  const stem = bare(path);
  const last = basename(stem);
  const before = path.slice(0, stem.length - last.length);
  return written(last, before, modulesIn(dirname(stem)));
}

/** The same for a name that is looked for in every ModulePath, and among the shipped plugins. */
export function didYouMeanName(
  name: string,
  modulePaths: readonly string[],
  shipped: string | undefined,
): string {
  const stem = bare(name);
  const file = name.includes('/') ? stem : stem.replaceAll('.', '/');
  const last = basename(file);
  const folder = dirname(file);
  const directories = modulePaths.flatMap((path) => [
    `${path}/${folder}`,
    `${path}/node_modules/${folder}`,
  ]);
  if (shipped !== undefined && folder === '.') directories.push(shipped);
  const before = name.slice(0, file.length - last.length);
  return written(last, before, [...new Set(directories.flatMap(modulesIn))]);
}

function written(word: string, before: string, words: readonly string[]): string {
  const found = suggestion(word, words);
  return found === undefined || found === word ? '' : ` Did you mean "${shown(before + found)}"?`;
}

/** Without an extension, and slashes at the end. */
function bare(name: string): string {
  const path = name.replace(/(?<=.)\/+$/, '');
  const extension = knownExtension(path);
  return extension === undefined ? path : path.slice(0, -(extension.length + 1));
}

function modulesIn(directory: string): string[] {
  let names: string[];
  try {
    names = readdirSync(directory).sort();
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const path = `${directory}/${name}`;
    const extension = knownExtension(name);
    const isScript = extension !== undefined && isFile(path);
    const stem = isScript ? name.slice(0, -(extension.length + 1)) : name;
    // No name has a dot: it is a slash, or the end of x.d.ts.
    if (stem.includes('.')) return [];
    return isScript || lookAt(path).length > 0 ? [stem] : [];
  });
}
