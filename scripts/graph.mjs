// @ts-check
// npm run graph: draws the rooms of rooms.json and the arrows between them into docs/architecture.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { graphFiles } from './graph/files.mjs';
import { root, runMain, say } from './setup/run.mjs';

await runMain(() => {
  for (const [file, text] of graphFiles(root)) {
    writeFileSync(join(root, file), text);
    say(`wrote ${file}`);
  }
});
