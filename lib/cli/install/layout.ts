/**
 * How an installation lies in collectd's plugin directory:
 *
 *   nodejs.so                   a file: collectd refuses links
 *   nodejs -> nodejs-<hash>     all that goes with it, switched by one rename
 *   nodejs-<hash>/              boot.js, runtimes, perhaps a libnode, installed.json
 *
 * What another way of installing left has a directory `nodejs` instead of the link.
 */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

export const manifestName = 'installed.json';

/** Written last into nodejs-<hash>/. */
export interface Manifest {
  readonly version: string;
  /** Below the plugin directory, with "nodejs/" for the directory: name and SHA-256. */
  readonly files: Readonly<Record<string, string>>;
  /** Directories in /usr/share/nodejs that came with a libnode. */
  readonly shared: readonly string[];
}

export function hashOf(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

export function readManifest(pluginDir: string): Manifest | undefined {
  try {
    const text = readFileSync(join(pluginDir, 'nodejs', manifestName), 'utf8');
    return JSON.parse(text) as Manifest;
  } catch {
    return undefined;
  }
}

/** The directory's name that the link holds; undefined: there is no link. */
export function currentDirectory(pluginDir: string): string | undefined {
  try {
    return readlinkSync(join(pluginDir, 'nodejs'));
  } catch {
    return undefined;
  }
}

/** Names in the plugin directory that belong to interrupted or former installations. */
export function leftOvers(pluginDir: string): string[] {
  const current = currentDirectory(pluginDir);
  if (!existsSync(pluginDir)) return [];
  return readdirSync(pluginDir).filter(
    (name) =>
      name !== current && /^(nodejs-[0-9a-f]{12}|\.nodejs-[a-z]+-\d+-[0-9a-z]+)$/.test(name),
  );
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
