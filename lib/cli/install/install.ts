/** `collectd-nodejs install`: puts the plugin where collectd finds it. */
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { onlyOne, UsageError } from '../options.ts';
import { CommandError, type Progress, print, printJson, progress, reasonOf } from '../output.ts';
import { isDebianPackage, packageVersion } from '../root.ts';
import { findLibnode, type SearchScope } from '../system/libnode.ts';
import { type PackageFiles, packageFiles, prebuiltArchitectures } from '../system/package-files.ts';
import { scriptDirOf } from '../system/plugin-file.ts';
import { damage, isOurPlugin, readManifest, runningInstall } from './layout.ts';
import { checkLibnodeFile, describePlan, planLibnode, provideLibnode } from './provide-libnode.ts';
import { snippet, snippetFile, writeSnippet } from './snippet.ts';
import {
  findTarget,
  ownerOf,
  requireCollectd,
  requireWritable,
  TARGET_OPTIONS,
  TARGET_USAGE,
  type Target,
} from './target.ts';
import {
  type Content,
  contentHash,
  installFiles,
  placeLibnode,
  removeLeftOvers,
} from './transaction.ts';

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

const OPTIONS = {
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
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [unexpected] = positionals;
  if (unexpected !== undefined) onlyOne([unexpected, unexpected]);
  if (values.libnode && values['libnode-file'] !== undefined) {
    throw new UsageError('give --libnode or --libnode-file, not both');
  }
  const target = findTarget(values);
  const { elf } = requireCollectd(target, values.collectd);
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
  const inPackage: SearchScope = { scriptDir: files.runtimeDir, machine: elf, root: '' };
  const named = values['libnode-file'];
  const own = named === undefined ? undefined : checkLibnodeFile(resolve(named), inPackage);
  const present = findPresent(files, pluginDir, inPackage);
  const plan =
    values.libnode && present === undefined
      ? planLibnode(files.abis, !done.dryRun, step)
      : undefined;
  if (plan?.how === 'install' && !done.dryRun) {
    requireWritable('/var/lib/dpkg', 'collectd-nodejs install --libnode');
  }
  placeFiles(target, files, done, step);
  if (own !== undefined) {
    step(`copying ${own.file} beside the plugin`);
    if (!done.dryRun) placeLibnode(pluginDir, own.file, own.name);
  } else if (plan !== undefined) {
    if (done.dryRun) step(describePlan(plan));
    else provideLibnode(plan, pluginDir, step);
  }
  const conf = values['conf-file'] ?? (values.conf ? snippetFile(target) : undefined);
  if (conf !== undefined) placeSnippet(resolve(conf), target, done, step);
  done.libnode = present ?? null;
  conclude(target, elf, conf !== undefined, done);
  if (values.json) printJson(done);
  else for (const line of summary(done)) print(line);
  return 0;
}

/** The files of a package are dpkg's to change. */
function requireNotDebian(pluginDir: string): void {
  if (isDebianPackage) {
    throw new CommandError(
      'The Debian package collectd-nodejs has installed the plugin together with this command. Nothing is left to install: collectd.conf loads it with LoadPlugin nodejs.',
    );
  }
  const owner = ownerOf(join(pluginDir, 'nodejs.so'));
  if (owner === undefined) return;
  throw new CommandError(
    `${pluginDir}/nodejs.so belongs to the Debian package ${owner}. Remove that first: sudo apt remove ${owner}`,
  );
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

function placeFiles(target: Target, files: PackageFiles, done: Done, step: Progress): void {
  const { pluginDir } = target;
  const other = runningInstall(pluginDir);
  if (other !== undefined) {
    throw new CommandError(
      `Process ${other} is installing into ${pluginDir} at this moment. Wait for its end, then repeat this command.`,
    );
  }
  const content: Content = { version: done.version, files: files.files };
  if (isInstalled(pluginDir, content)) {
    if (!done.dryRun) removeLeftOvers(pluginDir);
    return;
  }
  if (existsSync(join(pluginDir, 'nodejs.so')) && !isOurPlugin(pluginDir)) {
    throw new CommandError(
      `${pluginDir}/nodejs.so is not a plugin of this package, and is left as it is. Move it away, then repeat this command.`,
    );
  }
  done.changed = true;
  step(`copying ${files.files.size} files to ${pluginDir}`);
  if (done.dryRun) return;
  requireWritable(pluginDir, 'collectd-nodejs install');
  try {
    mkdirSync(pluginDir, { recursive: true });
    installFiles(pluginDir, content);
  } catch (error) {
    throw new CommandError(
      `Nothing was installed in ${pluginDir}, what was there is as it was: ${reasonOf(error)}.`,
    );
  }
}

function isInstalled(pluginDir: string, content: Content): boolean {
  const there = readManifest(pluginDir);
  return there?.content === contentHash(content) && damage(pluginDir).length === 0;
}

/** On the system, or beside the plugin from an earlier install. */
function findPresent({ abis }: PackageFiles, pluginDir: string, inPackage: SearchScope) {
  const beside = abis.map((abi) => join(scriptDirOf(pluginDir), `libnode.so.${abi}`));
  // One in a build of a clone is not among the files that are installed.
  const own = (path: string): boolean => dirname(path) === realpathSync(inPackage.scriptDir);
  const usable = findLibnode(inPackage).usable.map(({ path }) => path);
  return beside.find((path) => existsSync(path)) ?? usable.find((path) => !own(path));
}

function placeSnippet(file: string, target: Target, done: Done, step: Progress): void {
  if (done.dryRun) {
    step(existsSync(file) ? `keeping ${file}` : `writing ${file}`);
    return;
  }
  requireWritable(file, 'collectd-nodejs install --conf');
  const result = writeSnippet(file, snippet(target));
  if (result === 'written') step(`writing ${file}`);
  else if (result === 'kept') done.notes.push(`${file} is there already, and is left as it is.`);
}

function conclude(
  target: Target,
  machine: SearchScope['machine'],
  hasConf: boolean,
  done: Done,
): void {
  if (!done.dryRun) {
    const scope = { scriptDir: scriptDirOf(target.pluginDir), machine, root: '' };
    const { found, why } = findLibnode(scope);
    done.libnode = found?.path ?? null;
    if (found === undefined) {
      done.notes.push(`${why} Or let apt get one: sudo collectd-nodejs install --libnode`);
    }
  }
  if (!target.isBuiltIn && !hasConf) {
    done.notes.push(
      `Above LoadPlugin nodejs, collectd.conf needs: PluginDir "${target.pluginDir}"`,
    );
  }
  if (done.changed && !done.dryRun) {
    done.notes.push(
      'A collectd that runs takes it at its next start: sudo systemctl restart collectd',
    );
  }
}

function summary(done: Done): string[] {
  const what = done.changed ? 'installed' : 'already installed';
  const head = `collectd-nodejs ${done.version}: ${done.dryRun ? 'nothing was changed' : what} in ${done.pluginDir}`;
  const libnode = done.libnode === null ? [] : [`libnode: ${done.libnode}`];
  return [head, ...libnode, ...done.notes];
}
