// @ts-check
// build/native-test-<sanitizer>: the programs of native/test, for test/unit/native.test.ts.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ask, root, run, runMain, say } from '../setup/run.mjs';
import { bringDirectoryUpToDate } from './stamp.mjs';

/** What is given to -fsanitize. */
export const SANITIZERS = { address: 'address,undefined', thread: 'thread' };

/** @param {string} name */
export const nativeTestDirectory = (name) => join(root, 'build', `native-test-${name}`);

export async function buildNativeTests() {
  const more = ask('c++', ['--version']).stdout;
  for (const [name, flags] of Object.entries(SANITIZERS)) {
    const directory = nativeTestDirectory(name);
    await bringDirectoryUpToDate(directory, { sources: ['native', 'scripts/build'], more }, () => {
      say(`building native/test under the ${name} sanitizer`);
      const advice = 'The compiler says above what is wrong.';
      const source = join(root, 'native/test');
      run('cmake', ['-S', source, '-B', directory, `-DSANITIZE=${flags}`], { advice });
      const jobs = String(availableParallelism());
      run('cmake', ['--build', directory, '--parallel', jobs], { advice });
    });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await runMain(buildNativeTests);
