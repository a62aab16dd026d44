// The native unit tests (native/test), under two sets of sanitizers.
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

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

test.each([
  ['address', 'address,undefined'],
  ['thread', 'thread'],
])('native/test under the %s sanitizer', { timeout: 300_000 }, async (name, sanitize) => {
  const directory = `build/native-test-${name}`;
  await run('cmake', ['-S', 'native/test', '-B', directory, `-DSANITIZE=${sanitize}`]);
  await run('cmake', ['--build', directory, '--parallel', String(availableParallelism())]);
  const output = await run('ctest', [
    '--test-dir',
    directory,
    '--output-on-failure',
    '--no-tests=error',
  ]);
  expect(output).toContain(`100% tests passed, 0 tests failed out of ${files.length}`);
});
