/**
 * How an installation lies in collectd's plugin directory:
 *
 *   nodejs.so          a file, because collectd refuses links; names the directory it goes with
 *   nodejs-<hash>/     boot.js, runtimes, perhaps a libnode, installed.json
 *
 * What another way of installing left (a Debian package, a copy of dist/collectd) has a directory
 * `nodejs` instead.
 */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { scriptDirName, scriptDirOf } from '../system/plugin-file.ts';

export const MANIFEST_NAME = 'installed.json';

/** Written last into nodejs-<hash>/. */
export interface Manifest {
  readonly version: string;
  /** SHA-256 of all that was installed, to tell whether it is the same. */
  readonly content: string;
  /** Below the plugin directory: name and SHA-256. */
  readonly files: Readonly<Record<string, string>>;
  /** Directories in /usr/share/nodejs that came with a libnode. */
  readonly shared: readonly string[];
}

export function hashOf(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

export function readManifest(pluginDir: string): Manifest | undefined {
  return manifestIn(scriptDirOf(pluginDir));
}

function manifestIn(directory: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, MANIFEST_NAME), 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}

/** Names in the plugin directory that belong to interrupted or former installations. */
export function leftOvers(pluginDir: string): string[] {
  if (!isDirectory(pluginDir)) return [];
  const current = scriptDirName(pluginDir);
  return readdirSync(pluginDir).filter(
    (name) =>
      name !== current &&
      (/^(nodejs-[0-9a-f]{12}|\.nodejs-[a-z]+-\d+-[0-9a-z]+)$/.test(name) ||
        (name === 'nodejs' &&
          (isOurs(join(pluginDir, name)) || isFormerLink(join(pluginDir, name))))),
  );
}

/** An earlier layout had a link `nodejs` to the directory of the installation, which may be gone. */
const isFormerLink = (path: string): boolean =>
  isLink(path) && /^nodejs-[0-9a-f]{12}$/.test(basename(readlinkSync(path)));

const isLink = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;

/** The process of an install that has not come to its end, if there is one. */
export function runningInstall(pluginDir: string): number | undefined {
  return leftOvers(pluginDir)
    .map((name) => Number(/^\.nodejs-[a-z]+-(\d+)-/.exec(name)?.[1] ?? 0))
    .find((pid) => pid !== 0 && pid !== process.pid && isCommand(pid));
}

function isCommand(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('collectd-nodejs');
  } catch {
    return false;
  }
}

/** A directory `nodejs` that another way of installing left, not one of somebody else. */
const isOurs = (directory: string): boolean =>
  isDirectory(directory) && existsSync(join(directory, 'boot.js'));

/** Whether collectd's nodejs.so came from here: others may have a plugin of that name. */
export function isOurPlugin(pluginDir: string): boolean {
  if (scriptDirName(pluginDir) !== undefined) return true;
  // A damaged plugin, or an older one, still has its directory.
  return leftOvers(pluginDir).some((name) => isOurs(join(pluginDir, name)));
}

/** The directory that nodejs.so names, if that is one that an install has made. */
export function ownDirectory(pluginDir: string): string | undefined {
  const name = scriptDirName(pluginDir);
  return name !== undefined && /^nodejs(-[0-9a-f]{12})?$/.test(name) ? name : undefined;
}

export interface Shared {
  readonly directories: readonly string[];
  /** Named by a manifest, but never made by install: whoever may write there wrote it. */
  readonly refused: readonly string[];
}

/** Directories in /usr/share/nodejs of every installation that there is something left of. */
export function sharedDirectories(pluginDir: string): Shared {
  const names = [ownDirectory(pluginDir) ?? 'nodejs', ...leftOvers(pluginDir)];
  const noted = names.flatMap((name) => {
    const directory = join(pluginDir, name);
    // Where it leads to has a name of its own.
    if (isLink(directory)) return [];
    const shared: unknown = manifestIn(directory)?.shared;
    const paths = Array.isArray(shared) ? shared.filter((path) => typeof path === 'string') : [];
    return paths.map((path) => ({ path, isTrusted: isTrusted(directory) && isShared(path) }));
  });
  const of = (isTrusted: boolean) => [
    ...new Set(noted.filter((one) => one.isTrusted === isTrusted).map(({ path }) => path)),
  ];
  return { directories: of(true), refused: of(false) };
}

/** Only root and the caller can have written the manifest there. */
function isTrusted(directory: string): boolean {
  return [directory, join(directory, MANIFEST_NAME)].every((path) => {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined || stat.isSymbolicLink()) return false;
    return (stat.uid === 0 || stat.uid === process.getuid?.()) && (stat.mode & 0o022) === 0;
  });
}

/** As placeNodeFiles() makes them; after one is gone its unfinished form may still be there. */
function isShared(path: string): boolean {
  const [, name] = /^\/usr\/share\/nodejs\/([^/]+)$/.exec(path) ?? [];
  if (name === undefined || name === '.' || name === '..') return false;
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat === undefined || stat.isDirectory();
}

/** What is wrong with the files of an installation, in words that follow a colon. */
export function damage(pluginDir: string): string[] {
  const manifest = readManifest(pluginDir);
  if (manifest === undefined) return [];
  return Object.entries(manifest.files).flatMap(([name, hash]) => {
    const path = join(pluginDir, name);
    if (!existsSync(path)) return [`${path} is missing`];
    const same = hashOf(readFileSync(path)) === hash;
    return same ? [] : [`${path} is not the file that was installed`];
  });
}

export function isDirectory(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
