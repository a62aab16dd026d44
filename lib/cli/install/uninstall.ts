/** `collectd-nodejs uninstall`: takes away what `install` has put in place, and nothing else. */
import { lstatSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onlyOne } from '../options.ts';
import { CommandError, print, printJson, progress } from '../output.ts';
import { currentDirectory, isDirectory, leftOvers, readManifest } from './layout.ts';
import { findTarget, ownerOf, requireWritable, targetOptions, targetUsage } from './target.ts';

export const uninstallUsage = `collectd-nodejs uninstall [options]
  Removes the plugin from collectd's plugin directory, a libnode that was unpacked there,
  and what that brought to /usr/share/nodejs. Configuration and packages stay.
${targetUsage}
  --dry-run           say what would be done
  --json              say it as an object`;

const options = {
  ...targetOptions,
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

export function uninstall(args: string[]): number {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [unexpected] = positionals;
  if (unexpected !== undefined) onlyOne([unexpected, unexpected]);
  const { pluginDir } = findTarget(values);
  const dryRun = values['dry-run'] === true;
  const removed = belongings(pluginDir);
  const owner = ownerOf(join(pluginDir, 'nodejs.so'));
  if (owner !== undefined) {
    throw new CommandError(
      `${pluginDir}/nodejs.so belongs to the Debian package ${owner}. Remove it with: sudo apt remove ${owner}`,
    );
  }
  if (!dryRun && removed.length > 0) {
    requireWritable(pluginDir, 'collectd-nodejs uninstall');
    for (const path of removed) {
      if (!values.json) progress(`removing ${path}`);
      remove(path);
    }
  }
  if (values.json) printJson({ pluginDir, dryRun, removed });
  else if (removed.length === 0) print(`collectd-nodejs is not installed in ${pluginDir}`);
  else if (dryRun) for (const path of removed) print(`would be removed: ${path}`);
  else {
    print(`collectd-nodejs: removed from ${pluginDir}`);
    print('Take LoadPlugin nodejs out of collectd.conf, or collectd does not start any more.');
  }
  return 0;
}

/** nodejs.so first: without it collectd does not look at the rest. */
function belongings(pluginDir: string): string[] {
  const current = currentDirectory(pluginDir);
  const manifest = readManifest(pluginDir);
  const names = ['nodejs.so', 'nodejs', ...(current === undefined ? [] : [current])];
  const shared = (manifest?.shared ?? []).filter((path) => ownerOf(path) === undefined);
  const ours = isDirectory(join(pluginDir, 'nodejs')) || current !== undefined;
  const here = [...names, ...leftOvers(pluginDir)].map((name) => join(pluginDir, name));
  return [...here, ...shared].filter(
    (path) => isThere(path) && (ours || !path.endsWith('/nodejs')),
  );
}

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** A directory is renamed first, so that half of it never passes for the whole. */
function remove(path: string): void {
  if (!isDirectory(path)) {
    rmSync(path, { force: true });
    return;
  }
  const aside = `${path}.removed-${process.pid}`;
  renameSync(path, aside);
  rmSync(aside, { recursive: true, force: true });
}
