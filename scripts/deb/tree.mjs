// @ts-check
// A tree of files as it will be on the machine.
import { chmodSync, cpSync, lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @param {string} tree
 * @param {string} to
 * @param {string} from  a file or a directory
 */
export function place(tree, to, from) {
  mkdirSync(dirname(join(tree, to)), { recursive: true });
  cpSync(from, join(tree, to), { recursive: true });
}

/**
 * @param {string} tree
 * @param {string} to
 * @param {string | Buffer} content
 */
export function write(tree, to, content) {
  mkdirSync(dirname(join(tree, to)), { recursive: true });
  writeFileSync(join(tree, to), content);
}

/**
 * Permissions that do not depend on whose machine it was.
 * @param {string} directory
 */
export function tidy(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(directory, entry.name);
    chmodSync(path, entry.isDirectory() ? 0o755 : 0o644);
    if (entry.isDirectory()) tidy(path);
  }
}

/**
 * @param {string} path
 * @returns {number}  bytes
 */
export function sizeOf(path) {
  const stats = lstatSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 4096);
}
