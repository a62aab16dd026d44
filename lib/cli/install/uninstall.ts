/** `collectd-nodejs uninstall`: takes away what `install` has put in place, and nothing else. */
import { lstatSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Item } from '../conf/parser.ts';
import { onlyOne, parseArguments } from '../options.ts';
import { CommandError, print, printJson, progress } from '../output.ts';
import { isDirectory, isOurPlugin, leftOvers, ownDirectory, sharedDirectories } from './layout.ts';
import { commentOut, isIncluded, loadLines } from './load-lines.ts';
import { unfinished } from './place-node-files.ts';
import { findTarget, ownerOf, requireWritable, TARGET_OPTIONS, TARGET_USAGE } from './target.ts';

export const UNINSTALL_USAGE = `collectd-nodejs uninstall [options]
  Removes the plugin from collectd's plugin directory, a libnode that was unpacked there,
  and what that brought to /usr/share/nodejs. Packages stay. LoadPlugin nodejs becomes
  a comment in the files that collectd.conf includes, so that collectd starts.
${TARGET_USAGE}
  --dry-run           say what would be done
  --json              say it as an object`;

export const UNINSTALL_OPTIONS = {
  ...TARGET_OPTIONS,
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

export function uninstall(args: string[]): number {
  const { values, positionals } = parseArguments('uninstall', args, UNINSTALL_OPTIONS);
  const [unexpected] = positionals;
  if (unexpected !== undefined) onlyOne([unexpected, unexpected]);
  const target = findTarget(values);
  const { pluginDir } = target;
  const dryRun = values['dry-run'] === true;
  const removed = belongings(pluginDir);
  const loads = loadLines(target);
  const commentedOut = loads.filter((item) => isIncluded(item, target));
  const owner = ownerOf(join(pluginDir, 'nodejs.so'));
  if (owner !== undefined) {
    throw new CommandError(
      `${pluginDir}/nodejs.so belongs to the Debian package ${owner}. Remove it with: sudo apt remove ${owner}`,
    );
  }
  if (!dryRun && removed.length > 0) {
    requireWritable(pluginDir, 'collectd-nodejs uninstall');
    for (const { file } of commentedOut) requireWritable(file, 'collectd-nodejs uninstall');
    // First of all: collectd starts whenever this is interrupted.
    for (const item of commentedOut) {
      if (!values.json) progress(`LoadPlugin nodejs becomes a comment: ${placeOf(item)}`);
      commentOut(item);
    }
    for (const path of removed) {
      if (!values.json) progress(`removing ${path}`);
      remove(path, pluginDir);
    }
  }
  const places = loads.filter((item) => !commentedOut.includes(item)).map(placeOf);
  if (values.json) {
    printJson({
      pluginDir,
      dryRun,
      removed,
      commentedOut: commentedOut.map(placeOf),
      left: places,
    });
    return 0;
  }

  if (removed.length === 0) print(`collectd-nodejs is not installed in ${pluginDir}`);
  else if (dryRun) {
    for (const path of removed) print(`would be removed: ${path}`);
    for (const item of commentedOut) print(`would become a comment: ${placeOf(item)}`);
  } else print(`collectd-nodejs: removed from ${pluginDir}`);
  for (const place of removed.length === 0 ? [] : places)
    print(`Take LoadPlugin nodejs out of ${place}, or collectd does not start any more.`);
  return 0;
}

const placeOf = ({ file, line }: Item): string => `${file}:${line}`;

/**
 * nodejs.so first: without it collectd does not look at the rest. The notes of what was shared go
 * with the directories, last.
 */
function belongings(pluginDir: string): string[] {
  const plugin = isOurPlugin(pluginDir) ? ['nodejs.so'] : [];
  const here = directories(pluginDir).map((name) => join(pluginDir, name));
  const { directories: noted, refused } = sharedDirectories(pluginDir);
  for (const path of refused) {
    progress(`leaving ${path}: a note in ${pluginDir} names it, but no install has made it`);
  }
  const shared = noted
    .filter((path) => ownerOf(path) === undefined)
    .flatMap((path) => [path, unfinished(path)]);
  return [...plugin.map((name) => join(pluginDir, name)), ...shared, ...here].filter(isThere);
}

/** Of this installation and of what others have left. */
function directories(pluginDir: string): string[] {
  const current = ownDirectory(pluginDir);
  return [...new Set([...(current === undefined ? [] : [current]), ...leftOvers(pluginDir)])];
}

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** Half a shared directory must not pass for the whole. */
function remove(path: string, pluginDir: string): void {
  if (dirname(path) === pluginDir || !isDirectory(path)) {
    rmSync(path, { recursive: true, force: true });
    return;
  }
  const aside = unfinished(path);
  rmSync(aside, { recursive: true, force: true });
  renameSync(path, aside);
  rmSync(aside, { recursive: true, force: true });
}
