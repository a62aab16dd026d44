// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/**
 * As Debian wants its documentation: with gzip -9n.
 * @param {string} text  or the path of a file with it
 */
export function compressed(text) {
  const content = text.startsWith('/') && existsSync(text) ? readFileSync(text) : text;
  return gzipSync(content, { level: 9 });
}
