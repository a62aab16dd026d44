// @ts-check
// Whether a part of dist is newer than its sources. By content, not by time:
// a checkout touches files without changing them.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../setup/run.mjs';

/** @param {string} part */
const stampFile = (part) => join(root, 'dist', `.${part}-stamp`);

/**
 * @param {string} part
 * @param {string[]} results  files below dist that must be there
 * @param {string[]} sources  files and directories
 * @param {string} [more]  whatever else the result depends on
 */
export function isUpToDate(part, results, sources, more = '') {
  const file = stampFile(part);
  if (!existsSync(file) || !results.every((name) => existsSync(join(root, 'dist', name))))
    return false;
  return readFileSync(file, 'utf8') === digest(sources, more);
}

/**
 * @param {string} part
 * @param {string[]} sources
 * @param {string} [more]
 */
export function markUpToDate(part, sources, more = '') {
  mkdirSync(dirname(stampFile(part)), { recursive: true });
  writeFileSync(stampFile(part), digest(sources, more));
}

/**
 * @param {string[]} sources
 * @param {string} more
 */
export function digest(sources, more) {
  const hash = createHash('sha256').update(more);
  for (const source of sources) add(hash, source);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} path
 */
function add(hash, path) {
  const full = join(root, path);
  if (!existsSync(full)) return;
  if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full).sort()) add(hash, `${path}/${name}`);
  } else {
    hash.update(`\0${path}\0`).update(readFileSync(full));
  }
}
