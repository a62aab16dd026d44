/** The directories in which a libnode may lie: those of native/shim/find/library_dirs.c. */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';

/** Debian's multiarch directories, by Node's name of the processor. */
const TRIPLETS: Readonly<Record<string, string>> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
  arm: 'arm-linux-gnueabihf',
  ia32: 'i386-linux-gnu',
  riscv64: 'riscv64-linux-gnu',
};

/** `own` comes first, then LD_LIBRARY_PATH, then those of the system below `root`. */
export function libraryDirs(own: string, architecture: string, root: string): string[] {
  const triplet = TRIPLETS[architecture];
  const system = [
    ...(triplet === undefined ? [] : [`/usr/lib/${triplet}`, `/lib/${triplet}`]),
    '/usr/local/lib',
    '/usr/lib',
    '/usr/lib64',
  ];
  const path = (process.env.LD_LIBRARY_PATH ?? '').split(/[:;]/).filter(Boolean);
  const dirs = new Set<string>();
  for (const dir of [own, ...path, ...system.map((one) => join(root, one))]) {
    try {
      // /lib is /usr/lib: nobody wants to read about the same file twice.
      dirs.add(realpathSync(dir));
    } catch {
      // Only those that exist.
    }
  }
  return [...dirs];
}
