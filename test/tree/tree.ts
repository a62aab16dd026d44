// What lies below a directory, and how it differs from what lay there before.
import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Paths, each with what a change of it would change; the paths of directories end in a slash. */
export type Tree = ReadonlyMap<string, string>;

export interface Difference {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Reads no file: who writes one changes its time, also when the text is the same. Of a directory
 * only its rights count, as its time tells no more than the names in it.
 *
 * @param leftOut - paths below root
 */
export function readTree(root: string, leftOut: readonly string[] = []): Tree {
  const tree = new Map<string, string>();
  const read = (directory: string): void => {
    for (const name of namesIn(join(root, directory))) {
      const path = `${directory}${name}`;
      if (leftOut.includes(path)) continue;
      const stat = lstatSync(join(root, path), { throwIfNoEntry: false });
      // Gone since its name was read.
      if (stat === undefined) continue;
      if (stat.isDirectory()) {
        tree.set(`${path}/`, `${stat.mode}`);
        read(`${path}/`);
      } else if (stat.isSymbolicLink()) tree.set(path, readlinkSync(join(root, path)));
      else tree.set(path, `${stat.mode} ${stat.size} ${stat.mtimeMs}`);
    }
  };
  read('');
  return tree;
}

/** None of a directory that is gone meanwhile, or that belongs to somebody else. */
function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (['ENOENT', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

/** Of a directory that came or went as a whole, only the directory is listed. */
export function compareTrees(before: Tree, after: Tree): Difference {
  const common = [...after.keys()].filter((path) => before.has(path));
  return {
    added: missingIn(before, after),
    changed: common.filter((path) => before.get(path) !== after.get(path)).sort(),
    removed: missingIn(after, before),
  };
}

function missingIn(tree: Tree, other: Tree): string[] {
  const paths = [...other.keys()].filter((path) => !tree.has(path));
  const all = new Set(paths);
  return paths.filter((path) => !all.has(parentOf(path))).sort();
}

const parentOf = (path: string): string => path.replace(/[^/]+\/?$/, '');

const MOST = 20;

/** Undefined: they are the same. */
export function describeDifference(difference: Difference): string | undefined {
  const parts = Object.entries(difference)
    .filter(([, paths]) => paths.length > 0)
    .map(([how, paths]) => {
      const rest = paths.length > MOST ? ` and ${paths.length - MOST} more` : '';
      return `${how} ${paths.slice(0, MOST).join(', ')}${rest}`;
    });
  return parts.length === 0 ? undefined : parts.join('; ');
}
