// The files that the matrix runs. In processes of their own: a compiler takes longer than a
// test runner waits for a worker that does not answer.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Target } from '../../scripts/suites/suites.mjs';

const script = fileURLToPath(new URL('../../scripts/prebuild.mjs', import.meta.url));

export async function providePrebuilt(targets: readonly Target[]): Promise<void> {
  for (const { suite, arch } of targets) {
    const args = [script, '--suite', suite.name, '--arch', arch.name];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    const [status] = await once(child, 'exit');
    if (status !== 0) throw new Error(`${args.join(' ')} has status ${status}: see above`);
  }
}
