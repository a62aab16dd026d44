// @ts-check
// node scripts/tidy.mjs [--all | file …]: clang-tidy, as .clang-tidy has it, over the native
// part: files that are changed (tidy/changed.mjs), all, or those named.
import { spawn } from 'node:child_process';
import { install } from './setup/apt.mjs';
import { findLibnode } from './setup/libnode.mjs';
import { root, runMain, SetupError, say } from './setup/run.mjs';
import { changedFiles } from './tidy/changed.mjs';
import { flagsFor } from './tidy/flags.mjs';
import { allSources, sourcesOf } from './tidy/sources.mjs';

const PROCESSES = 2;

await runMain(async () => {
  const args = process.argv.slice(2);
  const files = args.includes('--all')
    ? allSources()
    : sourcesOf(args.length > 0 ? args : changedFiles());
  if (files.length === 0) return say('clang-tidy: no file of the native part is changed');
  install({ 'clang-tidy': 'finds faults in the native part' });
  const libnode = findLibnode();
  if (libnode === undefined) throw new SetupError('There is no libnode.\n  Run: npm run setup');
  say(`clang-tidy: ${files.length} of ${allSources().length} files`);
  /** @type {string[]} */
  const failed = [];
  const waiting = [...files];
  const worker = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift())
      if (!(await passes(file, flagsFor(file, libnode)))) failed.push(file);
  };
  await Promise.all(Array.from({ length: PROCESSES }, worker));
  if (failed.length > 0)
    throw new SetupError(`clang-tidy: ${failed.sort().join(', ')} (see above).`);
});

/**
 * Shows what clang-tidy says of a file, in one piece.
 * @param {string} file
 * @param {string[]} flags
 * @returns {Promise<boolean>}
 */
function passes(file, flags) {
  const child = spawn('clang-tidy', ['--quiet', file, '--', ...flags], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      output += text;
    });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      // It also says how many warnings of other people's headers it did not show.
      const own = output.replace(/^\d+ warnings?.* generated\.\n/gm, '').replaceAll(`${root}/`, '');
      if (status !== 0) process.stdout.write(own);
      resolve(status === 0);
    });
  });
}
