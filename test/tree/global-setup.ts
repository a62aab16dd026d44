// Before the first test and after the last one: the working tree has to be the same, files that
// git ignores included. A test that leaves something there decides how the next run ends.
import type { TestProject } from 'vitest/node';
import { compareTrees, describeDifference, readTree } from './tree.ts';

/** Written by git and by vitest itself; no test reads any of it. */
const OF_THE_TOOLS = [
  '.git',
  // The report for CI.
  'test-results',
  'coverage',
  // vitest.config.ts as a module, while it is read.
  'node_modules/.vite-temp',
];

/** `npm test` fails. A run of some files may go on while its author edits others, so that is told only. */
const isStrict = process.env.npm_lifecycle_event === 'test';

export default function setup({ config }: TestProject): (() => void) | undefined {
  if (config.watch) return undefined;
  const before = readTree(config.root, OF_THE_TOOLS);
  return () => {
    const difference = compareTrees(before, readTree(config.root, OF_THE_TOOLS));
    const text = describeDifference(difference);
    if (text === undefined) return;
    console.error(
      `\n${isStrict ? 'FAIL' : 'Warning:'} The working tree is not what it was before the tests: ${text}. ` +
        'A test writes into a directory of its own, never here; if it was you, or a build beside the tests, run them again.\n',
    );
    if (isStrict) process.exitCode = 1;
  };
}
