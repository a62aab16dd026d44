// @ts-check
// Includes are written from native/, so that each names room and file.
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { includesOf } from './includes.mjs';
import { isNative } from './tree.mjs';

/**
 * Tests may include a file beside them by its name alone.
 * @param {string} root
 * @param {string[]} files
 * @returns {string[]}
 */
export function includeFaults(root, files) {
  const own = files.filter((file) => isNative(file) && /^native\/(?!test\/)/.test(file));
  const known = new Set(own);
  return own.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return includesOf(text).flatMap(({ name, isQuoted, line }) => {
      if (known.has(`native/${name}`)) {
        return isQuoted ? [] : [`${file}:${line} includes <${name}>. Write "${name}".`];
      }
      if (!isQuoted) return [];
      const beside = posix.join(posix.dirname(file), name);
      const meant = known.has(beside) ? beside : own.find((one) => one.endsWith(`/${name}`));
      if (meant === undefined) return [];
      return [
        `${file}:${line} includes "${name}". Write it from native/: "${meant.slice('native/'.length)}".`,
      ];
    });
  });
}
