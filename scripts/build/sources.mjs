// @ts-check
// For binding.gyp: the source files of a directory, one a line. Adding a file
// to the directory is all it takes to have it compiled. With a third argument they
// are compiled as one, from a file that it makes there: a quarter of the time when
// all of them are compiled anyway.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [directory = '', extension = '', together = ''] = process.argv.slice(2);
const files = readdirSync(directory)
  .filter((name) => name.endsWith(extension))
  .sort()
  .map((name) => `${directory}/${name}`);
if (together === '') {
  for (const file of files) console.log(file);
} else {
  const one = `${together}/${directory.replaceAll('/', '-')}${extension}`;
  mkdirSync(together, { recursive: true });
  writeFileSync(one, files.map((file) => `#include "${join(process.cwd(), file)}"\n`).join(''));
  console.log(one);
}
