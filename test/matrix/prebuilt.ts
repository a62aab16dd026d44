// The files that the matrix runs, in a directory of its own. They are compiled in processes of
// their own: a compiler takes longer than a test runner waits for a worker that does not answer.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Target } from '../../scripts/suites/suites.mjs';

const script = fileURLToPath(new URL('../../scripts/prebuild.mjs', import.meta.url));

export interface Prebuilt {
  /** With a directory for each processor. */
  readonly directory: string;
  /** For Debian packages. */
  readonly packages: string;
  remove(): void;
}

export async function providePrebuilt(targets: readonly Target[]): Promise<Prebuilt> {
  const own = mkdtempSync(join(tmpdir(), 'collectd-prebuilt-'));
  const directory = join(own, 'prebuilds');
  const remove = (): void => rmSync(own, { recursive: true, force: true });
  for (const { suite, arch } of targets) {
    const args = [script, '--suite', suite.name, '--arch', arch.name, '--out', directory];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    const [status] = await once(child, 'exit');
    if (status === 0) continue;
    remove();
    throw new Error(`${args.join(' ')} has status ${status}: see above`);
  }
  return { directory, packages: join(own, 'packages'), remove };
}
