// @ts-check
// For binding.gyp: the source files of a directory, one a line. Adding a file
// to the directory is all it takes to have it compiled.
import { readdirSync } from 'node:fs';

const [directory = '', extension = ''] = process.argv.slice(2);
for (const name of readdirSync(directory).sort()) {
  if (name.endsWith(extension)) console.log(`${directory}/${name}`);
}
