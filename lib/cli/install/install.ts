/** `collectd-nodejs install`: puts the plugin where collectd finds it. */
import { existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { adviceFor } from '../doctor/libnode.ts';
import { namedFile } from '../named-paths.ts';
import { onlyOne, parseArguments, UsageError } from '../options.ts';
import { CommandError, type Progress, print, printJson, progress, reasonOf } from '../output.ts';
import { packageVersion } from '../root.ts';
import { findLibnode, type SearchScope } from '../system/libnode.ts';
import { type PackageFiles, packageFiles, prebuiltArchitectures } from '../system/package-files.ts';
import { scriptDirOf } from '../system/plugin-file.ts';
import { configuredLibnode, findPresent, noLibnode, requireRuntime } from './find-libnode.ts';
import { restore } from './load-lines.ts';
import {
  checkLibnodeFile,
  describePlan,
  type Fetched,
  fetchLibnode,
  planLibnode,
} from './provide-libnode.ts';
import { isInstalled, requireNotDebian, requireReplaceable } from './replaceable.ts';
import {
  requireConfFile,
  requireSnippetPlace,
  snippet,
  snippetFile,
  writeSnippet,
} from './snippet.ts';
import {
  findTarget,
  requireCollectd,
  requireWritable,
  TARGET_OPTIONS,
  TARGET_USAGE,
  type Target,
} from './target.ts';
import { type Content, installFiles, placeLibnode, removeLeftOvers } from './transaction.ts';

export const INSTALL_USAGE = `collectd-nodejs install [options]
  Puts the plugin into collectd's plugin directory: all of it, or, when it is
  interrupted, nothing. To be repeated after an update of this package.
${TARGET_USAGE}
  --libnode           also get the libnode it needs, from apt; where apt cannot install
                      it beside another Node, unpacked into the plugin directory
  --libnode-file FILE use this libnode.so
  --conf              also write a commented collectd.conf.d/nodejs.conf
  --conf-file FILE    the same, to this file
  --dry-run           say what would be done
  --json              say it as an object`;

export const INSTALL_OPTIONS = {
  ...TARGET_OPTIONS,
  libnode: { type: 'boolean' },
  'libnode-file': { type: 'string' },
  conf: { type: 'boolean' },
  'conf-file': { type: 'string' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

interface Done {
  readonly version: string;
  readonly pluginDir: string;
  readonly dryRun: boolean;
  /** Whether files of the plugin changed, or would. */
  changed: boolean;
  /** What was done, or would be. */
  readonly steps: string[];
  libnode: string | null;
  /** What is left to do, a sentence each. */
  readonly notes: string[];
}

export function install(args: string[]): number {
  const { values, positionals } = parseArguments('install', args, INSTALL_OPTIONS);
  const [unexpected] = positionals;
  if (unexpected !== undefined) onlyOne([unexpected, unexpected]);
  if (values.libnode && values['libnode-file'] !== undefined) {
    throw new UsageError('give --libnode or --libnode-file, not both');
  }
  const named = values['libnode-file'];
  if (named !== undefined) namedFile('--libnode-file', named);
  if (values['conf-file'] !== undefined) requireConfFile(values['conf-file']);
  const target = findTarget(values, true);
  const { elf } = requireCollectd(target);
  const { pluginDir } = target;
  requireNotDebian(pluginDir);
  const files = requireFiles(elf.architecture);
  const done: Done = {
    version: packageVersion(),
    pluginDir,
    dryRun: values['dry-run'] === true,
    changed: false,
    steps: [],
    libnode: null,
    notes: [],
  };
  const step: Progress = (text) => {
    done.steps.push(text);
    if (!values.json || !done.dryRun) progress(done.dryRun ? `would be done: ${text}` : text);
  };
  // What can go wrong is found out before anything is changed.
  const conf = values['conf-file'] ?? (values.conf ? snippetFile(target) : undefined);
  if (conf !== undefined) {
    if (values['conf-file'] === undefined) requireSnippetPlace(conf, target);
    if (!done.dryRun) requireWritable(resolve(conf), 'collectd-nodejs install --conf');
  }
  const content: Content = { version: done.version, files: files.files };
  requireReplaceable(pluginDir, content, done.dryRun);
  const inPackage: SearchScope = { scriptDir: files.runtimeDir, machine: elf, root: '' };
  const own = named === undefined ? undefined : checkLibnodeFile(resolve(named), inPackage);
  requireRuntime(files, inPackage, own?.file);
  const present = own === undefined ? findPresent(files, target, inPackage) : undefined;
  if (own === undefined && present === undefined && !values.libnode)
    throw noLibnode(target, inPackage);
  const fetched =
    values.libnode && present === undefined ? fetch(files.abis, done.dryRun, step) : undefined;
  try {
    placeFiles(target, { ...content, libnode: own ?? fetched?.libnode }, done, step);
    if (!done.dryRun) fetched?.placeScripts(pluginDir);
  } finally {
    fetched?.remove();
  }
  if (!done.dryRun)
    for (const file of restore(target)) done.notes.push(`${file} loads the plugin again.`);
  if (conf !== undefined) placeSnippet(resolve(conf), target, done, step);
  done.libnode = present ?? null;
  const willStart = conclude(target, elf, conf !== undefined, done);
  if (values.json) printJson(done);
  else for (const line of summary(done)) print(line);
  return willStart ? 0 : 1;
}

function fetch(abis: readonly number[], dryRun: boolean, step: Progress): Fetched | undefined {
  const plan = planLibnode(abis, !dryRun, step);
  if (plan === undefined) return undefined;
  if (dryRun) {
    step(describePlan(plan));
    return undefined;
  }
  if (plan.how === 'install') requireWritable('/var/lib/dpkg', 'collectd-nodejs install --libnode');
  return fetchLibnode(plan, step);
}

function requireFiles(architecture: string): PackageFiles {
  const files = packageFiles(architecture);
  if (files !== undefined && files.abis.length > 0) return files;
  const there = prebuiltArchitectures();
  const have = there.length === 0 ? 'It has none at all' : `It has them for ${there.join(', ')}`;
  throw new CommandError(
    `This package has no files for the processor of collectd, ${architecture}. ${have}; others are built in a clone of collectd-nodejs: npm run build`,
  );
}

function placeFiles({ pluginDir }: Target, content: Content, done: Done, step: Progress): void {
  const { files, libnode } = content;
  const installed = isInstalled(pluginDir, content);
  if (!installed) {
    done.changed = true;
    step(`copying ${files.size} files to ${pluginDir}`);
  }
  if (libnode !== undefined) step(`copying ${libnode.file} beside the plugin`);
  if (done.dryRun) return;
  try {
    if (!installed) {
      mkdirSync(pluginDir, { recursive: true });
      installFiles(pluginDir, content);
    } else {
      removeLeftOvers(pluginDir);
      if (libnode !== undefined) placeLibnode(pluginDir, libnode.file, libnode.name);
    }
  } catch (error) {
    throw new CommandError(
      `Nothing was installed in ${pluginDir}, what was there is as it was: ${reasonOf(error)}.`,
    );
  }
}

function placeSnippet(file: string, target: Target, done: Done, step: Progress): void {
  if (done.dryRun) {
    step(existsSync(file) ? `keeping ${file}` : `writing ${file}`);
    return;
  }
  const result = writeSnippet(file, snippet(target));
  if (result === 'written') step(`writing ${file}`);
  else if (result === 'kept') done.notes.push(`${file} is there already, and is left as it is.`);
}

/** Whether collectd will start with the plugin; the last note says what is left to do. */
function conclude(
  target: Target,
  machine: SearchScope['machine'],
  hasConf: boolean,
  done: Done,
): boolean {
  const { pluginDir, isBuiltIn, collectd } = target;
  if (!isBuiltIn && !hasConf) {
    done.notes.push(`Above LoadPlugin nodejs, collectd.conf needs: PluginDir "${pluginDir}"`);
  }
  if (done.dryRun) return true;
  const scope = { scriptDir: scriptDirOf(pluginDir), machine, root: '' };
  const { found, why } = findLibnode(scope, configuredLibnode(target));
  done.libnode = found?.path ?? null;
  if (found === undefined) {
    done.notes.push(`collectd does not start with it yet. ${why} To get one: ${adviceFor(why)}`);
    return false;
  }
  if (isBuiltIn && collectd !== undefined && !existsSync(collectd.config)) {
    done.notes.push(
      `collectd does not start without ${collectd.config}: sudo apt install --no-install-recommends collectd libmnl0`,
    );
    return false;
  }
  if (done.changed) {
    done.notes.push(
      'A collectd that runs takes it at its next start: sudo systemctl restart collectd',
    );
  }
  return true;
}

function summary(done: Done): string[] {
  const what = done.changed ? 'installed' : 'already installed';
  const head = `collectd-nodejs ${done.version}: ${done.dryRun ? 'nothing was changed' : what} in ${done.pluginDir}`;
  const libnode = done.libnode === null ? [] : [`libnode: ${done.libnode}`];
  return [head, ...libnode, ...done.notes];
}
