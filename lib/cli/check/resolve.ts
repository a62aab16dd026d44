/** From the name of an Import to the file or package it means: the rules of native/shim/find/resolve.c. */
import { accessSync, constants, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { shown } from '../../shared/written.ts';
import { strerror } from '../conf/system-errors.ts';
import { isFile } from '../system/is-file.ts';

const EXTENSIONS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];
const ALL = `{${EXTENSIONS.join(',')}}`;

export interface Resolved {
  /** What `<Module>` and identifiers use. */
  readonly moduleName: string;
  /** Absolute: a file, or a directory with a package.json. */
  readonly path: string;
}

/** @returns a sentence when there is no such module. */
export function resolveImport(name: string, modulePaths: readonly string[]): Resolved | string {
  if (name.startsWith('/')) return resolveAbsolute(name);
  // "a.b" is a/b, as in Python; a name with a slash is a path already.
  const file = name.includes('/') ? name : name.replaceAll('.', '/');
  if (!isBelow(file)) {
    return 'not the name of a module. Write it like "name", "directory.name" or "@scope/package", or as an absolute path.';
  }
  if (modulePaths.length === 0) {
    return 'there is no ModulePath above it to look in. Add one, or give an absolute path.';
  }
  for (const directory of modulePaths) {
    // A plugin mqtt.ts may well use node_modules/mqtt: only when it has no own.
    for (const stem of [file, `node_modules/${name}`, `node_modules/${file}`]) {
      const matches = lookAt(`${directory}/${stem}`);
      if (matches.length > 0) return finish(matches, name);
    }
  }
  return notFound(name, file, modulePaths);
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
    return `no such module. Looked for that file, and with .${ALL}, /package.json, /index.${ALL} added. Correct the path.`;
  }
  return finish(matches, base);
}

/** Everything that an absolute path without extension can mean. */
function lookAt(stem: string): string[] {
  const files = withExtensions(stem);
  // Packages have an index.js beside their package.json, which decides.
  if (isFile(`${stem}/package.json`)) return [...files, stem];
  return [...files, ...withExtensions(`${stem}/index`)];
}

const withExtensions = (stem: string): string[] =>
  EXTENSIONS.filter((extension) => !declaresOnly(stem, extension))
    .map((extension) => `${stem}.${extension}`)
    .filter(isFile);

const declaresOnly = (stem: string, extension: string): boolean =>
  stem.endsWith('.d') && extension.endsWith('ts');

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

function notFound(name: string, file: string, modulePaths: readonly string[]): string {
  const [shownFile, shownName] = [shown(file), shown(name)];
  const looked = `Looked for ${shownFile}.${ALL}, ${shownFile}/package.json, ${shownFile}/index.${ALL}, node_modules/${shownName} in ${modulePaths.join(', ')}`;
  const extension = knownExtension(name);
  const hint = extension === undefined ? '' : ` Leave out ".${extension}".`;
  return `no such module. ${looked}.${hint} Correct the name, or the ModulePath above it.`;
}

function knownExtension(path: string): string | undefined {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  return path.includes('.') && EXTENSIONS.includes(extension) ? extension : undefined;
}

/** Every part between slashes must name something below the directory. */
const isBelow = (file: string): boolean =>
  file.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
