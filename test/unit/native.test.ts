// The native unit tests (native/test), under two sets of sanitizers.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

function run(command: string, args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    // A report is a failure, and a race is told once.
    env: { ...process.env, TSAN_OPTIONS: 'halt_on_error=1', ASAN_OPTIONS: 'detect_leaks=1' },
  });
  if (error) throw error;
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

test.each([
  ['address', 'address,undefined'],
  ['thread', 'thread'],
])('native/test under the %s sanitizer', { timeout: 300_000 }, (name, sanitize) => {
  const directory = `build/native-test-${name}`;
  run('cmake', ['-S', 'native/test', '-B', directory, `-DSANITIZE=${sanitize}`]);
  run('cmake', ['--build', directory, '--parallel', String(availableParallelism())]);
  const output = run('ctest', ['--test-dir', directory, '--output-on-failure', '--no-tests=error']);
  expect(output).toContain('100% tests passed, 0 tests failed out of 6');
});
