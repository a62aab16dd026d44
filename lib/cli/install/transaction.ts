/**
 * Puts an installation in place, all of it or nothing: everything is written aside and
 * flushed to the disk, then two renames make it the one that is used. Whatever stops this
 * before the first of them leaves what was there.
 */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { abiOf } from '../system/libnode.ts';
import {
  currentDirectory,
  hashOf,
  isDirectory,
  leftOvers,
  type Manifest,
  manifestName,
  readManifest,
} from './layout.ts';

export interface Content {
  /** Below the plugin directory: where it goes, and where it comes from. */
  readonly files: ReadonlyMap<string, string>;
  readonly manifest: Omit<Manifest, 'files'>;
}

/** The name that a directory with this content has. */
export function planDirectory({ files, manifest }: Content): { name: string; manifest: Manifest } {
  const hashes: Record<string, string> = {};
  for (const [name, from] of files) hashes[name] = hashOf(readFileSync(from));
  const { version } = manifest;
  const name = `nodejs-${hashOf(JSON.stringify({ version, hashes })).slice(0, 12)}`;
  return { name, manifest: { ...manifest, files: hashes } };
}

export function installFiles(pluginDir: string, content: Content): void {
  const { name, manifest } = planDirectory(content);
  const aside = (what: string): string =>
    join(pluginDir, `.nodejs-${what}-${process.pid}-${Date.now().toString(36)}`);
  const directory = aside('directory');
  const plugin = aside('plugin');
  const link = aside('link');
  const undo: (() => void)[] = [];
  try {
    mkdirSync(directory);
    chmodSync(directory, 0o755);
    for (const [to, from] of content.files) {
      const target = to === 'nodejs.so' ? plugin : join(directory, to.slice('nodejs/'.length));
      copyFile(from, target);
    }
    keepLibnodes(join(pluginDir, 'nodejs'), directory);
    writeFile(join(directory, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
    flush(directory);
    const final = join(pluginDir, name);
    // There only if it is damaged, or left by an install that was interrupted.
    if (currentDirectory(pluginDir) === name) moveAside(final, aside('damaged'), undo);
    rmSync(final, { recursive: true, force: true });
    renameSync(directory, final);
    symlinkSync(name, link);
    flush(pluginDir);
    switchLink(pluginDir, link, aside, undo);
    renameSync(plugin, join(pluginDir, 'nodejs.so'));
  } catch (error) {
    for (const step of undo.reverse()) step();
    for (const path of [directory, plugin, link]) rmSync(path, { recursive: true, force: true });
    removeLeftOvers(pluginDir);
    throw error;
  }
  try {
    flush(pluginDir);
    removeLeftOvers(pluginDir);
  } catch {
    // It is installed; what is left is removed by the next install.
  }
}

/** `nodejs` names the new directory from here on. */
function switchLink(
  pluginDir: string,
  link: string,
  aside: (what: string) => string,
  undo: (() => void)[],
): void {
  const path = join(pluginDir, 'nodejs');
  const former = currentDirectory(pluginDir);
  // A directory that something else installed cannot be replaced by a rename.
  if (isDirectory(path)) moveAside(path, aside('old'), undo);
  renameSync(link, path);
  undo.push(() => {
    if (former === undefined) rmSync(path);
    else {
      symlinkSync(former, link);
      renameSync(link, path);
    }
  });
}

function moveAside(path: string, to: string, undo: (() => void)[]): void {
  renameSync(path, to);
  undo.push(() => {
    rmSync(path, { recursive: true, force: true });
    renameSync(to, path);
  });
}

/** A libnode of one's own, beside the runtimes. */
export function placeLibnode(pluginDir: string, from: string, name: string): void {
  const aside = join(pluginDir, `.nodejs-libnode-${process.pid}-${Date.now().toString(36)}`);
  try {
    copyFile(from, aside);
    renameSync(aside, join(pluginDir, 'nodejs', name));
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Keeps a note of what else has to go when this installation goes. */
export function noteShared(pluginDir: string, shared: readonly string[]): void {
  const manifest = readManifest(pluginDir);
  if (manifest === undefined || shared.length === 0) return;
  const all = [...new Set([...manifest.shared, ...shared])];
  const file = join(pluginDir, 'nodejs', manifestName);
  writeFile(`${file}.new`, `${JSON.stringify({ ...manifest, shared: all }, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/** Of this and of interrupted installations. */
export function removeLeftOvers(pluginDir: string): void {
  for (const name of leftOvers(pluginDir)) {
    rmSync(join(pluginDir, name), { recursive: true, force: true });
  }
}

/**
 * An install over a directory was stopped between its two renames: the directory lies
 * aside, and nothing has its name. Puts it back.
 */
export function restoreInterrupted(pluginDir: string): string | undefined {
  if (currentDirectory(pluginDir) !== undefined || isDirectory(join(pluginDir, 'nodejs'))) {
    return undefined;
  }
  const old = leftOvers(pluginDir).find((name) => name.startsWith('.nodejs-old-'));
  if (old === undefined) return undefined;
  renameSync(join(pluginDir, old), join(pluginDir, 'nodejs'));
  return old;
}

/** A libnode beside the runtimes is the user's until `uninstall`. */
function keepLibnodes(from: string, to: string): void {
  let names: string[];
  try {
    names = readdirSync(from).filter((name) => abiOf(name) > 0);
  } catch {
    return;
  }
  for (const name of names) {
    try {
      linkSync(join(from, name), join(to, name));
    } catch {
      copyFile(join(from, name), join(to, name));
    }
  }
}

/** For everybody to read, whatever the umask of whoever installs. */
function copyFile(from: string, to: string): void {
  copyFileSync(from, to);
  chmodSync(to, 0o644);
  flush(to);
}

function writeFile(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o644);
  flush(path);
}

/** To the disk: a rename must not be there before what it names. */
function flush(path: string): void {
  const fd = openSync(path, 'r');
  fsyncSync(fd);
  closeSync(fd);
}
