/** From the name of an Import to the file or package it means: the rules of native/shim/find/resolve.c. */
import { accessSync, constants, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { shown } from '../../shared/written.ts';
import { strerror } from '../conf/system-errors.ts';
import { isFile } from '../system/is-file.ts';
import { declaresOnly, EXTENSIONS, knownExtension, lookAt } from './module-files.ts';
import { didYouMeanName, didYouMeanPath } from './suggest-import.ts';

const ALL = `{${EXTENSIONS.join(',')}}`;

export interface Resolved {
  /** What `<Module>` and identifiers use. */
  readonly moduleName: string;
  /** Absolute: a file, or a directory with a package.json. */
  readonly path: string;
}

/**
 * @param shipped - where the shipped plugins are; undefined: nobody knows.
 * @returns a sentence when there is no such module.
 */
export function resolveImport(
  name: string,
  modulePaths: readonly string[],
  shipped?: string,
): Resolved | string {
  if (name.startsWith('/')) return resolveAbsolute(name);
  // "a.b" is a/b, as in Python; a name with a slash is a path already.
  const file = name.includes('/') ? name : name.replaceAll('.', '/');
  if (!isBelow(file)) {
    return 'not the name of a module. Write it like "name", "directory.name" or "@scope/package", or as an absolute path.';
  }
  for (const directory of modulePaths) {
    // A plugin mqtt.ts may well use node_modules/mqtt: only when it has no own.
    for (const stem of [file, `node_modules/${name}`, `node_modules/${file}`]) {
      const matches = lookAt(`${directory}/${stem}`);
      if (matches.length > 0) return finish(matches, name);
    }
  }
  const last = shipped === undefined ? undefined : `${shipped}/${file}.js`;
  if (last !== undefined && isFile(last)) return finish([last], name);
  return notFound(name, file, modulePaths, last);
}

function resolveAbsolute(name: string): Resolved | string {
  let stem = name.length > 1 ? name.replace(/(?<=.)\/+$/, '') : name;
  let matches: string[];
  const extension = knownExtension(stem);
  if (extension !== undefined && isFile(stem)) {
    const file = stem;
    stem = stem.slice(0, -(extension.length + 1));
    if (declaresOnly(stem, extension)) {
      return 'it only declares types. Name the module itself.';
    }
    matches = [file];
  } else matches = lookAt(stem);
  const base = basename(stem);
  if (matches.length === 0 || base === '') {
    return `no such module.${didYouMeanPath(name)} Looked for that file, and with .${ALL}, /package.json, /index.${ALL} added. Correct the path.`;
  }
  return finish(matches, base);
}

function finish([match = '', second]: readonly string[], moduleName: string): Resolved | string {
  if (second !== undefined) {
    return `there are two: ${match} and ${second}. Remove one, or name one by its absolute path.`;
  }
  try {
    accessSync(match, constants.R_OK);
  } catch (error) {
    return `${match} cannot be read: ${strerror(error)}.`;
  }
  return { moduleName, path: join(realpathSync(dirname(match)), basename(match)) };
}

function notFound(
  name: string,
  file: string,
  modulePaths: readonly string[],
  shipped: string | undefined,
): string {
  const meant = didYouMeanName(name, modulePaths, shipped && dirname(shipped));
  if (modulePaths.length === 0) {
    const nor = shipped === undefined ? '' : `, and no shipped plugin ${shown(shipped)}`;
    return `there is no ModulePath above it to look in${nor}.${meant} Add one, or give an absolute path.`;
  }
  const also = shipped === undefined ? '' : `, and for the shipped plugin ${shown(shipped)}`;
  const [shownFile, shownName] = [shown(file), shown(name)];
  const looked = `Looked for ${shownFile}.${ALL}, ${shownFile}/package.json, ${shownFile}/index.${ALL}, node_modules/${shownName} in ${modulePaths.join(', ')}${also}`;
  const extension = knownExtension(name);
  const hint = extension === undefined ? '' : ` Leave out ".${extension}".`;
  return `no such module.${meant} ${looked}.${hint} Correct the name, or the ModulePath above it.`;
}

/** Every part between slashes must name something below the directory. */
const isBelow = (file: string): boolean =>
  file.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
