// After a test: no process and no directory is left, unless there is something to look at.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { onTestFinished, type TestContext } from 'vitest';
import type { Daemon } from './daemon.ts';
import { checkSanitizer } from './sanitizer.ts';

type Task = TestContext['task'];

export function cleanUpAfterTest(daemon: Daemon): void {
  onTestFinished(async ({ task }) => {
    const errors = (task.result?.errors ?? []).map(({ stack, message }) => stack ?? message);
    if (errors.length > 0) console.error(daemon.state());
    try {
      await daemon[Symbol.asyncDispose]();
      checkSanitizer(daemon.dir);
    } catch (error) {
      errors.push(String(error));
      throw error;
    } finally {
      putAway(daemon, task, errors);
    }
  });
}

/** Where COLLECTD_TEST_KEEP names a directory, that of a failed test or of a core is moved there. */
function putAway({ dir }: Daemon, task: Task, errors: string[]): void {
  const { COLLECTD_TEST_KEEP: keep } = process.env;
  if (keep && (errors.length > 0 || hasCore(dir))) {
    mkdirSync(keep, { recursive: true });
    writeFileSync(join(dir, 'test'), about(task, errors));
    // mv, as this may be another file system, and among the files are sockets.
    execFileSync('mv', ['--', dir, join(keep, basename(dir))]);
  } else rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
}

/** collectd changes to its BaseDir, where the kernel then leaves its core. */
function hasCore(dir: string): boolean {
  const names = readdirSync(dir, { recursive: true, withFileTypes: true });
  return names.some((entry) => entry.isFile() && /^core(\.|$)/.test(entry.name));
}

function about({ file, name, suite }: Task, errors: string[]): string {
  const names = [name];
  for (let outer = suite; outer; outer = outer.suite) names.unshift(outer.name);
  return [`${file.name}: ${names.join(' > ')}`, ...errors, ''].join('\n');
}
