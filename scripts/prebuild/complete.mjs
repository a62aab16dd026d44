// @ts-check
// Whether prebuilds/ holds a file for every system, and each is what its name says.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../setup/run.mjs';
import { checkPlugin, checkRuntime } from './check.mjs';

/**
 * @param {import('../suites/suites.mjs').Target[]} targets
 * @param {string} root  of the package
 * @param {(target: import('../suites/suites.mjs').Target) => boolean} isCurrent  whether it was
 *   built from the sources as they are
 * @returns {string[]}  one line for each target that is not as it has to be
 */
export function incomplete(targets, root, isCurrent) {
  return targets.flatMap((target) => {
    const { suite, arch } = target;
    const directory = `prebuilds/linux-${arch.node}`;
    const runtime = `${directory}/runtime.abi${suite.abi}.glibc.node`;
    const plugin = `${directory}/nodejs.so`;
    const missing = [runtime, plugin].filter((file) => !existsSync(join(root, file)));
    if (missing.length > 0) return [`${missing.join(' and ')}: missing`];
    try {
      checkPlugin(arch, join(root, plugin));
      checkRuntime(target, join(root, runtime));
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      return [error.message.split('\n')[0] ?? ''];
    }
    return isCurrent(target) ? [] : [`${runtime}: not built from these sources`];
  });
}

/**
 * @param {Parameters<typeof incomplete>} arguments_
 * @throws SetupError that names each target that is not as it has to be.
 */
export function requireComplete(...arguments_) {
  const wrong = incomplete(...arguments_);
  if (wrong.length === 0) return;
  const [targets] = arguments_;
  throw new SetupError(
    `not released: ${wrong.length} of ${targets.length} prebuilt runtimes are not as they have to be.\n  ${wrong.join('\n  ')}\n  Run: npm run prebuild\n  Then repeat this command.`,
  );
}
