/**
 * nodejs.so names the directory that goes with it, beside it: native/shim/find/script_dir.c. An
 * installation has its own one, so that a single rename exchanges both.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PREFIX = 'COLLECTD_NODEJS_DIRECTORY=';
/** Bytes: prefix, name and a NUL. */
const SLOT_SIZE = 64;
/** The name in a file that nobody has installed. */
const BUILT_IN = 'nodejs';

/** Undefined: this is no nodejs.so. */
export function directoryIn(plugin: Buffer): string | undefined {
  const at = plugin.indexOf(PREFIX);
  if (at < 0) return undefined;
  const slot = plugin.subarray(at + PREFIX.length, at + SLOT_SIZE);
  const name = slot.toString('latin1', 0, Math.max(0, slot.indexOf(0)));
  return /^[\w.-]+$/.test(name) ? name : undefined;
}

/** A copy that looks for its files in the directory of that name. */
export function withDirectory(plugin: Buffer, name: string): Buffer {
  const at = plugin.indexOf(PREFIX);
  if (at < 0 || plugin.indexOf(PREFIX, at + 1) >= 0 || PREFIX.length + name.length >= SLOT_SIZE) {
    throw new Error('nodejs.so of this package is damaged: it has no room for a directory');
  }
  const copy = Buffer.from(plugin);
  copy.fill(0, at, at + SLOT_SIZE);
  copy.write(PREFIX + name, at, 'latin1');
  return copy;
}

/** Where nodejs.so of a plugin directory looks for what it needs. */
export function scriptDirOf(pluginDir: string): string {
  return join(pluginDir, scriptDirName(pluginDir) ?? BUILT_IN);
}

/** Undefined: there is no nodejs.so, or something else has its name. */
export function scriptDirName(pluginDir: string): string | undefined {
  try {
    return directoryIn(readFileSync(join(pluginDir, 'nodejs.so')));
  } catch {
    return undefined;
  }
}
