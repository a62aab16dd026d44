// @ts-check
// Which file imports which, as far as rooms.json has a say in it.
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { roomOf } from './find-room.mjs';
import { fits } from './glob.mjs';
import { importsOf } from './imports.mjs';
import { includesOf } from './includes.mjs';
import { isNative, isScript } from './tree.mjs';

/**
 * @typedef {import('./plan.mjs').Plan} Plan
 * @typedef {import('./plan.mjs').Room} Room
 *
 * @typedef {object} Arrow
 * @property {string} file
 * @property {number} line
 * @property {Room} from
 * @property {string} target  a file, or the name of a package
 * @property {boolean} isPackage
 * @property {Room | undefined} to  of a file: undefined where it is in no room
 *
 * @typedef {{ root: string, plan: Plan, aliases: Map<string, string> }} Tree
 * @typedef {{ file: string, from: Room, text: string }} Source
 */

/**
 * From one room to another, in the houses and in those rooms around them that may not import
 * anything.
 * @param {string} root
 * @param {Plan} plan
 * @param {string[]} files
 * @returns {Arrow[]}
 */
export function arrowsOf(root, plan, files) {
  const tree = { root, plan, aliases: readAliases(root) };
  return files.flatMap((file) => {
    const from = roomOf(plan, file);
    if (from === undefined || from.mayImport.includes('anything')) return [];
    const source = { file, from, text: readFileSync(join(root, file), 'utf8') };
    const arrows = isScript(file)
      ? scriptArrows(tree, source)
      : isNative(file)
        ? nativeArrows(tree, source)
        : [];
    return arrows.filter(({ to }) => to?.path !== from.path);
  });
}

/**
 * The files that `collectd` and the like stand for, as the compiler knows them.
 * @param {string} root
 */
function readAliases(root) {
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  const paths = /** @type {[string, string[]][]} */ (Object.entries(compilerOptions.paths ?? {}));
  return new Map(paths.map(([name, [path = '']]) => [name, posix.normalize(path)]));
}

/**
 * @param {Tree} tree
 * @param {Source} source
 */
function scriptArrows(tree, source) {
  const { file, from, text } = source;
  return importsOf(file, text).flatMap(({ specifier, line }) => {
    if (specifier.startsWith('node:')) return [];
    if (specifier.startsWith('.'))
      return toFile(tree, source, line, posix.join(posix.dirname(file), specifier));
    // Around the houses it is a package like any other.
    const path = from.house === '' ? undefined : tree.aliases.get(specifier);
    return path === undefined
      ? toPackage(source, line, specifier)
      : toFile(tree, source, line, path);
  });
}

/**
 * @param {Tree} tree
 * @param {Source} source
 */
function nativeArrows(tree, source) {
  const { house } = source.from;
  return includesOf(source.text).flatMap(({ name, isQuoted, line }) => {
    const arrows = isQuoted ? toFile(tree, source, line, `${house}/${name}`) : [];
    const header = packageOf(tree.plan, house, isQuoted ? `"${name}"` : name);
    return arrows.length > 0 || header === undefined ? arrows : toPackage(source, line, header);
  });
}

/**
 * None to a file that is not there: it is made by the build, out of files of other names.
 * @param {Tree} tree
 * @param {Source} source
 * @param {number} line
 * @param {string} target
 * @returns {Arrow[]}
 */
function toFile({ root, plan }, { file, from }, line, target) {
  if (!existsSync(join(root, target))) return [];
  return [{ file, line, from, target, isPackage: false, to: roomOf(plan, target) }];
}

/**
 * @param {Source} source
 * @param {number} line
 * @param {string} target
 * @returns {Arrow[]}
 */
function toPackage({ file, from }, line, target) {
  return [{ file, line, from, target, isPackage: true, to: undefined }];
}

/**
 * Whose header it is; undefined: the C library's or the compiler's.
 * @param {Plan} plan
 * @param {string} house
 * @param {string} header
 */
function packageOf({ houses }, house, header) {
  const headers = houses.find(({ name }) => name === house)?.headers ?? {};
  return Object.keys(headers).find((name) =>
    headers[name]?.some((pattern) => fits(pattern, header)),
  );
}
