// The native unit tests (native/test), under two sets of sanitizers. `npm test` has them built
// before the first test; here is built what has changed since.
import { execFile } from 'node:child_process';
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { nativeTestDirectory, SANITIZERS } from '../../scripts/build/native-tests.mjs';
import { temporary } from '../daemon/fixtures/plugin.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = readdirSync(join(root, 'native/test')).filter((name) => name.endsWith('_test.cc'));

// Not one of the synchronous functions: vitest gives up a file that does not answer for a minute.
async function run(command: string, args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, {
    cwd: root,
    maxBuffer: 1 << 28,
    // A report is a failure, and a race is told once.
    env: { ...process.env, TSAN_OPTIONS: 'halt_on_error=1', ASAN_OPTIONS: 'detect_leaks=1' },
  }).catch((error: Error & { stdout?: string; stderr?: string }) => {
    throw new Error(`${error.message}\n${error.stdout}${error.stderr}`, { cause: error });
  });
  return stdout;
}

beforeAll(() => run(process.execPath, ['scripts/build/native-tests.mjs']), 1_800_000);

test.each(Object.keys(SANITIZERS))(
  'native/test under the %s sanitizer',
  {
    timeout: 600_000,
  },
  async (name) => {
    // ctest writes beside the list of its tests, in which the programs have their whole paths.
    const directory = temporary();
    const list = 'CTestTestfile.cmake';
    copyFileSync(join(nativeTestDirectory(name), list), join(directory, list));
    const output = await run('ctest', [
      '--test-dir',
      directory,
      '--output-on-failure',
      '--no-tests=error',
    ]);
    expect(output).toContain(`100% tests passed, 0 tests failed out of ${files.length}`);
  },
);
