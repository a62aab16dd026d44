import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createHash } from './hash.ts';

const MAX_FILES = 256;
const MAX_BYTES = 64 * 1024 * 1024;
const STALE_TEMPORARY_MS = 60 * 60 * 1000;
const FILE_NAME = /^[0-9a-f]{64}\.transpiled$/;
const TEMPORARY_NAME = /^[0-9a-f]{64}\.\d+\.[0-9a-z]+\.tmp$/;

/**
 * Transpiled files on disk: code that a later start runs without a look at its source, so nobody else may have
 * been able to write it. Whatever is wrong with the directory, the answer is to transpile again.
 */
export class TranspileCache {
  readonly #directory: string;
  readonly #warn: (message: string) => void;
  #usable: boolean | undefined;

  constructor(directory: string, warn: (message: string) => void) {
    this.#directory = directory;
    this.#warn = warn;
  }

  get(key: string): string | undefined {
    if (!this.#isUsable()) return undefined;
    let fd: number;
    try {
      fd = openSync(
        this.#file(key),
        constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
      );
    } catch {
      return undefined;
    }
    try {
      const stat = fstatSync(fd);
      if (!stat.isFile() || stat.size > MAX_BYTES) return undefined;
      if (!this.#trusted(stat, this.#file(key))) return undefined;
      const content = readFileSync(fd, 'utf8');
      const end = content.indexOf('\n');
      const text = content.slice(end + 1);
      return content.slice(0, end) === header(key, text) ? text : undefined;
    } catch {
      return undefined;
    } finally {
      closeSync(fd);
    }
  }

  /** Written aside and renamed, so that a reader sees all of it or nothing. */
  set(key: string, text: string): void {
    if (!this.#isUsable() || text.length > MAX_BYTES / 16) return;
    const temporary = join(
      this.#directory,
      `${key}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`,
    );
    try {
      writeFileSync(temporary, `${header(key, text)}\n${text}`, { mode: 0o600, flag: 'wx' });
      renameSync(temporary, this.#file(key));
    } catch {
      remove(temporary);
      return;
    }
    this.#prune();
  }

  #file(key: string): string {
    return join(this.#directory, `${key}.transpiled`);
  }

  #isUsable(): boolean {
    this.#usable ??= this.#open();
    return this.#usable;
  }

  #open(): boolean {
    try {
      mkdirSync(this.#directory, { mode: 0o700 });
    } catch {
      // It exists, or it cannot be made; lstat tells.
    }
    try {
      const stat = lstatSync(this.#directory);
      if (stat.isDirectory()) return this.#trusted(stat, this.#directory);
      this.#warn(`transpile cache not used: ${this.#directory} is not a directory`);
    } catch {
      // Nowhere to write: a read-only or missing BaseDir is no failure.
    }
    return false;
  }

  #trusted(stat: Stats, path: string): boolean {
    const ours = stat.uid === 0 || stat.uid === process.geteuid?.();
    if (ours && (stat.mode & 0o022) === 0) return true;
    const reason = ours ? 'others may write it' : `user ${stat.uid} owns it`;
    this.#warn(`transpile cache not used: ${path}: ${reason}`);
    this.#usable = false;
    return false;
  }

  #prune(): void {
    try {
      const entries = readdirSync(this.#directory).flatMap((name) => this.#entry(name));
      entries.sort((a, b) => b.mtimeMs - a.mtimeMs);
      let bytes = 0;
      for (const [index, entry] of entries.entries()) {
        bytes += entry.size;
        if (index >= MAX_FILES || bytes > MAX_BYTES) remove(entry.path);
      }
    } catch {
      // The next write tries again.
    }
  }

  #entry(name: string): { path: string; size: number; mtimeMs: number }[] {
    const path = join(this.#directory, name);
    if (!FILE_NAME.test(name) && !TEMPORARY_NAME.test(name)) return [];
    try {
      const { size, mtimeMs } = lstatSync(path);
      if (FILE_NAME.test(name)) return [{ path, size, mtimeMs }];
      if (Date.now() - mtimeMs > STALE_TEMPORARY_MS) remove(path);
    } catch {
      // Gone meanwhile.
    }
    return [];
  }
}

function header(key: string, text: string): string {
  return `collectd-nodejs ${key} ${createHash('sha256').update(text).digest('hex')}`;
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Gone already, or not ours to remove.
  }
}
