/**
 * nodejs.so names the directory that goes with it, beside it: native/shim/find/script_dir.c. An
 * installation has its own one, so that a single rename exchanges both.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import {
  DIRECTORY_SLOT_NAME,
  DIRECTORY_SLOT_PREFIX,
  DIRECTORY_SLOT_SIZE,
} from '../../contract/layout.generated.ts';

/** Undefined: this is no nodejs.so. */
export function directoryIn(plugin: Buffer): string | undefined {
  const at = plugin.indexOf(DIRECTORY_SLOT_PREFIX);
  if (at < 0) return undefined;
  const slot = plugin.subarray(at + DIRECTORY_SLOT_PREFIX.length, at + DIRECTORY_SLOT_SIZE);
  const name = slot.toString('latin1', 0, Math.max(0, slot.indexOf(0)));
  return /^[\w.-]+$/.test(name) ? name : undefined;
}

/** A copy that looks for its files in the directory of that name. */
export function withDirectory(plugin: Buffer, name: string): Buffer {
  const at = plugin.indexOf(DIRECTORY_SLOT_PREFIX);
  if (
    at < 0 ||
    plugin.indexOf(DIRECTORY_SLOT_PREFIX, at + 1) >= 0 ||
    DIRECTORY_SLOT_PREFIX.length + name.length >= DIRECTORY_SLOT_SIZE
  ) {
    throw new Error('nodejs.so of this package is damaged: it has no room for a directory');
  }
  const copy = Buffer.from(plugin);
  copy.fill(0, at, at + DIRECTORY_SLOT_SIZE);
  copy.write(DIRECTORY_SLOT_PREFIX + name, at, 'latin1');
  return copy;
}

/** Where nodejs.so of a plugin directory looks for what it needs. */
export function scriptDirOf(pluginDir: string): string {
  return join(pluginDir, scriptDirName(pluginDir) ?? DIRECTORY_SLOT_NAME);
}

/** Where the plugins are that come with it, each one file: native/shim/find/shipped.c. */
export function shippedDirOf(pluginDir: string): string {
  const real = existsSync(pluginDir) ? realpathSync(pluginDir) : pluginDir;
  return join(scriptDirOf(real), 'plugins');
}

/** Undefined: there is no nodejs.so, or something else has its name. */
export function scriptDirName(pluginDir: string): string | undefined {
  try {
    return directoryIn(readFileSync(join(pluginDir, 'nodejs.so')));
  } catch {
    return undefined;
  }
}
