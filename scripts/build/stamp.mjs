// @ts-check
// Whether a part of dist is newer than its sources. By content, not by time:
// a checkout touches files without changing them.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { root, say } from '../setup/run.mjs';

/** @param {string} part */
const stampFile = (part) => join(root, 'dist', `.${part.toLowerCase().replaceAll(' ', '-')}-stamp`);

/**
 * Runs `build` unless its results are there and were made of the same sources.
 * @param {string} part
 * @param {{ results: string[], sources: string[], more?: string }} made  results: files
 *   below dist; sources: files and directories; more: whatever else it depends on
 * @param {() => void | Promise<void>} build
 */
export async function bringUpToDate(part, { results, sources, more = '' }, build) {
  const file = stampFile(part);
  // Taken before: what changes while it is built is not in the result.
  const stamp = digest(sources, more);
  const complete = results.every((name) => existsSync(join(root, 'dist', name)));
  if (complete && existsSync(file) && readFileSync(file, 'utf8') === stamp) {
    say(`${part}: up to date`);
    return;
  }
  await build();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, stamp);
}

/**
 * The same for a directory outside of dist, which keeps its own stamp.
 * @param {string} directory
 * @param {{ sources: string[], more?: string }} made
 * @param {() => void | Promise<void>} build
 */
export async function bringDirectoryUpToDate(directory, { sources, more = '' }, build) {
  const file = join(directory, '.stamp');
  const stamp = digest(sources, more);
  if (existsSync(file) && readFileSync(file, 'utf8') === stamp) return;
  rmSync(file, { force: true });
  await build();
  writeFileSync(file, stamp);
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
