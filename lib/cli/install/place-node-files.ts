/**
 * Debian's libnode reads some of its own modules from /usr/share/nodejs and ends the process
 * without them. Puts those in place that are absent, and changes none that is there.
 */
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError, type Progress } from '../output.ts';
import { missingNodeFiles } from '../system/node-files.ts';

const SHARED = '/usr/share/nodejs';

/** Where it is written, or goes, before it is there, or gone, as a whole. */
export const unfinished = (directory: string): string => `${directory}.collectd-nodejs`;

/**
 * Which directories of `from` have to be placed.
 *
 * @throws CommandError where that is not possible.
 */
export function absentModules(libnode: string, abi: number, from: string): string[] {
  const missing = missingNodeFiles(libnode, abi, '');
  const modules = [
    ...new Set(missing.map(({ path }) => path.slice(SHARED.length + 1).split('/')[0] ?? '')),
  ];
  for (const module of modules) {
    const source = join(from, module);
    const target = join(SHARED, module);
    if (existsSync(target) || !existsSync(source)) {
      const what = existsSync(target) ? `${target} is there without it` : 'no package brought it';
      const files = missing.filter(({ path }) => path.startsWith(`${target}/`));
      throw new CommandError(
        `libnode.so.${abi} needs ${files.map(({ path }) => path).join(', ')}, and ${what}. Install Debian's package ${files[0]?.package ?? module}, or remove ${target}; then repeat this command.`,
      );
    }
  }
  return modules;
}

/** @param note - called before a directory is made: it has to go again with the installation. */
export function placeNodeFiles(
  libnode: string,
  abi: number,
  from: string,
  progress: Progress,
  note: (directory: string) => void,
): void {
  for (const module of absentModules(libnode, abi, from)) {
    const target = join(SHARED, module);
    progress(`copying ${module} to ${target}: libnode.so.${abi} reads it there`);
    mkdirSync(SHARED, { recursive: true });
    const aside = unfinished(target);
    note(target);
    rmSync(aside, { recursive: true, force: true });
    try {
      cpSync(join(from, module), aside, { recursive: true, dereference: true });
      chmodSync(aside, 0o755);
      renameSync(aside, target);
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  }
}
