// @ts-check
// For binding.gyp: the source files of a directory and those below it, one a line. Adding
// a file is all it takes to have it compiled. With a third argument those of each folder
// are compiled as one, from a file that it makes there: a quarter of the time when all of
// them are compiled anyway.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [top = '', extension = '', together = ''] = process.argv.slice(2);

/**
 * Those for developers only are compiled by cmake-js and by scripts/contract.mjs.
 * @param {string} directory
 * @returns {string[]}
 */
function foldersOf(directory) {
  const below = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${directory}/${entry.name}`)
    .filter((folder) => folder !== 'native/test' && folder !== 'native/contract/generate');
  return [directory, ...below.sort().flatMap(foldersOf)];
}

for (const folder of foldersOf(top)) {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => `${folder}/${name}`);
  if (files.length === 0) continue;
  if (together === '') {
    for (const file of files) console.log(file);
  } else {
    const one = `${together}/${folder.replaceAll('/', '-')}${extension}`;
    mkdirSync(together, { recursive: true });
    writeFileSync(one, files.map((file) => `#include "${join(process.cwd(), file)}"\n`).join(''));
    console.log(one);
  }
}
