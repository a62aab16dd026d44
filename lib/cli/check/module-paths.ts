/** The directories named by ModulePath: the rules of native/shim/options/module_path.c. */
import { realpathSync, statSync } from 'node:fs';
import type { Findings, LineLocation } from '../conf/findings.ts';
import { strerror } from '../conf/system-errors.ts';
import { type Option, optionError, optionString } from './option.ts';

export class ModulePaths {
  readonly #paths: string[] = [];
  #failed = false;
  #warned = false;

  /** Absolute; the one that is searched first comes first. */
  get all(): readonly string[] {
    return [...this.#paths].reverse();
  }

  /** Whether there was one that could not be used. */
  get failed(): boolean {
    return this.#failed;
  }

  add(option: Option): void {
    const value = optionString(option, 'give the path of one directory in quotes');
    if (value === undefined) {
      this.#failed = true;
      return;
    }
    try {
      const path = realpathSync(value);
      if (!statSync(path).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
      this.checkWritable(path, option.item, option.findings);
      // A directory that is named again moves to the end.
      const known = this.#paths.indexOf(path);
      if (known >= 0) this.#paths.splice(known, 1);
      this.#paths.push(path);
    } catch (error) {
      this.#failed = true;
      const where = value.startsWith('/') ? '' : ` (looked for in ${process.cwd()})`;
      optionError(option, `${strerror(error)}${where}. Name a directory that exists.`);
    }
  }

  /** Warns, once in all, when every user may write there. */
  checkWritable(path: string, location: LineLocation, findings: Findings): void {
    if (this.#warned || !isWritableByOthers(path)) return;
    this.#warned = true;
    findings.warning(
      location,
      `Every user of this machine may write to ${path}, and what stands there runs with the rights of collectd. Take that right away: chmod o-w.`,
    );
  }
}

export function isWritableByOthers(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || (stat.mode & 0o002) === 0) return false;
  // As /tmp: others can add files there, but not replace those of the owner.
  return !(stat.isDirectory() && (stat.mode & 0o1000) !== 0);
}
