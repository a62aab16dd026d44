/**
 * Puts an installation in place, all of it or nothing: everything is written aside and flushed
 * to the disk, then one rename, that of nodejs.so, makes it the one that is used. Whatever stops
 * this before leaves what was there, as it was; whatever stops it after leaves what is new.
 */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { processesUsing, unseenCollectds } from '../system/in-use.ts';
import { abiOf } from '../system/libnode.ts';
import { scriptDirName, scriptDirOf, withDirectory } from '../system/plugin-file.ts';
import {
  hashOf,
  leftOvers,
  MANIFEST_NAME,
  type Manifest,
  readManifest,
  runningInstall,
  sharedDirectories,
} from './layout.ts';

export interface Content {
  readonly version: string;
  /** Where it goes, nodejs.so or below "nodejs/", and where it comes from. */
  readonly files: ReadonlyMap<string, string>;
  /** To lie beside the runtimes; no part of what is compared. */
  readonly libnode?: { readonly file: string; readonly name: string } | undefined;
}

/** The same for the same files. */
export function contentHash({ version, files }: Content): string {
  const hashes = [...files].map(([name, from]) => [name, hashOf(readFileSync(from))]);
  return hashOf(JSON.stringify({ version, hashes }));
}

export function installFiles(pluginDir: string, content: Content): void {
  const hash = contentHash(content);
  const aside = asideName(pluginDir, 'directory');
  const plugin = asideName(pluginDir, 'plugin');
  let placed: string | undefined;
  try {
    mkdirSync(aside);
    // Of two that begin at the same moment each sees the other's directory, or the later one does.
    const other = runningInstall(pluginDir);
    if (other !== undefined) throw new Error(`process ${other} is installing there`);
    const name = freeName(pluginDir, hash);
    const directory = join(pluginDir, name);
    chmodSync(aside, 0o755);
    const files: Record<string, string> = {};
    for (const [to, from] of content.files) {
      const bytes = readFileSync(from);
      const isPlugin = to === 'nodejs.so';
      const written = isPlugin ? withDirectory(bytes, name) : bytes;
      const below = to.replace(/^nodejs\//, '');
      if (!isPlugin) makeDirectory(dirname(join(aside, below)));
      writeFile(isPlugin ? plugin : join(aside, below), written);
      files[isPlugin ? to : `${name}/${below}`] = hashOf(written);
    }
    for (const directory of directoriesIn(aside)) flush(directory);
    keepLibnodes(scriptDirOf(pluginDir), aside);
    if (content.libnode !== undefined) {
      const to = join(aside, content.libnode.name);
      // It may be a link to one that a collectd has loaded.
      rmSync(to, { force: true });
      copyFile(content.libnode.file, to);
    }
    const shared = sharedDirectories(pluginDir).directories;
    writeManifest(aside, { version: content.version, content: hash, files, shared });
    flush(aside);
    renameSync(aside, directory);
    placed = directory;
    flush(pluginDir);
    renameSync(plugin, join(pluginDir, 'nodejs.so'));
  } catch (error) {
    // Only what this process has put there, and only if it is not in use.
    const isUnused = placed !== undefined && scriptDirOf(pluginDir) !== placed;
    for (const path of [aside, plugin, ...(isUnused && placed ? [placed] : [])])
      rmSync(path, { recursive: true, force: true });
    throw error;
  }
  try {
    flush(pluginDir);
    removeLeftOvers(pluginDir);
  } catch {
    // It is installed; what is left is removed by the next install.
  }
}

/** For everybody to read, whatever the umask of whoever installs. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  mkdirSync(path);
  chmodSync(path, 0o755);
}

const directoriesIn = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(path, name));

/** Of a directory that is not there, or that nothing uses. */
function freeName(pluginDir: string, hash: string): string {
  for (let attempt = 0; ; attempt++) {
    const name = `nodejs-${hashOf(`${hash} ${attempt}`).slice(0, 12)}`;
    const path = join(pluginDir, name);
    if (!existsSync(path)) return name;
    if (name === scriptDirName(pluginDir) || mayBeInUse(path)) continue;
    rmSync(path, { recursive: true, force: true });
    return name;
  }
}

const asideName = (pluginDir: string, what: string): string =>
  join(pluginDir, `.nodejs-${what}-${process.pid}-${Date.now().toString(36)}`);

/** A libnode of one's own, beside the runtimes. */
export function placeLibnode(pluginDir: string, from: string, name: string): void {
  const aside = asideName(pluginDir, 'libnode');
  try {
    copyFile(from, aside);
    renameSync(aside, join(scriptDirOf(pluginDir), name));
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Keeps a note of what else has to go when this installation goes. */
export function noteShared(pluginDir: string, shared: readonly string[]): void {
  const manifest = readManifest(pluginDir);
  if (manifest === undefined || shared.length === 0) return;
  const all = [...new Set([...manifest.shared, ...shared])];
  writeManifest(scriptDirOf(pluginDir), { ...manifest, shared: all });
}

/** Of a collectd of another user it is not known: what it may use stays. */
const mayBeInUse = (path: string): boolean =>
  processesUsing(path).length > 0 || (isInstallation(path) && unseenCollectds().length > 0);

/** Nothing that was written aside has ever been used. */
const isInstallation = (path: string): boolean => !basename(path).startsWith('.');

/** Of this and of interrupted installations; but not what a process still runs. */
export function removeLeftOvers(pluginDir: string): void {
  for (const name of leftOvers(pluginDir)) {
    const path = join(pluginDir, name);
    if (mayBeInUse(path)) continue;
    // Half of it must not look like something else's.
    const aside = name.startsWith('.') ? path : asideName(pluginDir, 'old');
    if (aside !== path) renameSync(path, aside);
    rmSync(aside, { recursive: true, force: true });
  }
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

function writeManifest(directory: string, manifest: Manifest): void {
  const file = join(directory, MANIFEST_NAME);
  writeFile(`${file}.new`, `${JSON.stringify(manifest, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/** For everybody to read, whatever the umask of whoever installs. */
function copyFile(from: string, to: string): void {
  copyFileSync(from, to);
  chmodSync(to, 0o644);
  flush(to);
}

function writeFile(path: string, content: Buffer | string): void {
  writeFileSync(path, content);
  chmodSync(path, 0o644);
  flush(path);
}

/** To the disk: a rename must not be there before what it names. */
function flush(path: string): void {
  const fd = openSync(path, 'r');
  fsyncSync(fd);
  closeSync(fd);
}
