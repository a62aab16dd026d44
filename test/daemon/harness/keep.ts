// What is left of a failed test, for somebody to look at: npm run test:stress names the directory.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RunnerTask } from 'vitest';

/** Where collectd leaves a core when the kernel's pattern is a plain name: BaseDir, or where it started. */
function hasCore(dir: string): boolean {
  const names = [dir, join(dir, 'data')].flatMap((place) => {
    try {
      return readdirSync(place);
    } catch {
      return [];
    }
  });
  return names.some((name) => /^core(\.\d+)?$/.test(name));
}

/** Removes the directory of a daemon, or moves it to where such things are kept. */
export function removeOrKeep(dir: string, { file, name }: RunnerTask, failed: boolean): void {
  const { COLLECTD_TEST_KEEP: keep } = process.env;
  if (keep && (failed || hasCore(dir))) {
    const place = join(keep, file.name.replaceAll('/', '-'));
    mkdirSync(place, { recursive: true });
    const title = name.replace(/\W+/g, '-').slice(0, 60);
    // Sockets and pipes may be in it, and the other place on another file system.
    execFileSync('mv', [dir, join(place, `${title}-${basename(dir)}`)]);
  }
  rmSync(dir, { recursive: true, force: true });
}
