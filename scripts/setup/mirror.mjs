// @ts-check
// Where this machine gets Debian's packages from.
import { ask } from './run.mjs';

/** Null where apt knows none, as on Ubuntu: mmdebstrap has a default. */
export function debianMirror() {
  const { stdout } = ask('apt-get', [
    'indextargets',
    '--format',
    '$(LABEL) $(REPO_URI)', // apt's own placeholders
    'Created-By: Packages',
  ]);
  return /^Debian (\S+?)\/*$/m.exec(stdout)?.[1] ?? null;
}
