// @ts-check
// Which files clang-tidy reads: sources, each with the headers that it includes.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { includesOf } from '../rooms/includes.mjs';
import { isNative, sourceFiles } from '../rooms/tree.mjs';
import { root } from '../setup/run.mjs';

/** What binding.gyp compiles. */
export function allSources() {
  return sourceFiles(root).filter((file) => /^native\/(?!test\/).*\.cc?$/.test(file));
}

/**
 * The sources among some files, and for each header the one that it belongs to: the pair of the
 * same name, or the first that includes it.
 * @param {string[]} files
 */
export function sourcesOf(files) {
  const all = allSources();
  const known = new Set(all);
  const found = files
    .filter((file) => isNative(file) && existsSync(join(root, file)))
    .flatMap((file) => {
      if (known.has(file)) return [file];
      const pair = [file.replace(/\.h$/, '.cc'), file.replace(/\.h$/, '.c')];
      return pair.find((one) => known.has(one)) ?? all.find((one) => includes(one, file)) ?? [];
    });
  return [...new Set(found)];
}

/**
 * @param {string} source
 * @param {string} header
 */
function includes(source, header) {
  const text = readFileSync(join(root, source), 'utf8');
  return includesOf(text).some(({ name }) => `native/${name}` === header);
}
