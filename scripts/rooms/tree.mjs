// @ts-check
// The source files of the project.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = /\.([cm]?[jt]s|h|c|cc)$/;
export const isScript = (/** @type {string} */ file) => /\.[cm]?[jt]s$/.test(file);
export const isNative = (/** @type {string} */ file) => /\.(h|c|cc)$/.test(file);

/**
 * @param {string} root
 * @returns {string[]}  from the top, sorted
 */
export function sourceFiles(root) {
  const ignored = ignoredFolders(root);
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^\./.test(entry.name) && !ignored.has(entry.name))
    .flatMap((entry) => filesBelow(root, entry.name))
    .sort();
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(root, path);
    return SOURCE.test(entry.name) ? [path] : [];
  });
}

/** @param {string} root */
function ignoredFolders(root) {
  const file = join(root, '.gitignore');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return new Set(lines.map((line) => line.replaceAll('/', '')));
}

/**
 * Its first line says so.
 * @param {string} text
 */
export function isGenerated(text) {
  return /do not edit/i.test(text.slice(0, text.indexOf('\n')));
}
