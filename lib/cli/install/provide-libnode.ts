/** Gets the libnode that the runtimes need: from apt, or unpacked beside the plugin. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { CommandError, type Progress } from '../output.ts';
import { ask } from '../system/command.ts';
import { readElfFile } from '../system/elf-file.ts';
import { abiOf, KNOWN_ABIS, problemOf, runtimeName, type SearchScope } from '../system/libnode.ts';
import { describeMissing, missingNodeFiles } from '../system/node-files.ts';
import * as apt from './apt.ts';
import { absentModules, placeNodeFiles } from './place-node-files.ts';
import { noteShared } from './transaction.ts';

/** A libnode to lie beside the plugin, and the name it is found by. */
export interface OwnLibnode {
  readonly file: string;
  readonly name: string;
}

export interface LibnodePlan {
  readonly package: string;
  readonly abi: number;
  /** install: apt can; unpack: apt cannot, because of `reason`. */
  readonly how: 'install' | 'unpack';
  readonly reason: string;
}

/**
 * The newest that apt has and that there is a runtime for.
 *
 * @param mayUpdate - whether apt's lists may be brought up to date; without, undefined tells that
 *   they would have to be.
 */
export function planLibnode(
  abis: readonly number[],
  mayUpdate: boolean,
  progress: Progress,
): LibnodePlan | undefined {
  const names = KNOWN_ABIS.filter(({ abi }) => abis.includes(abi));
  const wanted = names.map(({ abi }) => `libnode${abi}`).join(', ');
  if (!apt.isThere()) {
    throw new CommandError(
      `There is no apt here to get a libnode from. Install one of ${wanted}, or name a libnode.so with --libnode-file.`,
    );
  }
  const known = () =>
    names
      .map(({ abi }) => ({ abi, package: `libnode${abi}`, plan: apt.simulate(`libnode${abi}`) }))
      .filter(({ plan }) => !plan.unknown);
  let found = known();
  if (found.length === 0) {
    progress('apt-get update: apt does not know the packages yet');
    if (!mayUpdate) return undefined;
    apt.update();
    found = known();
  }
  const easy = found.find(({ plan }) => plan.ok && plan.removed.length === 0);
  const [first] = found;
  if (easy !== undefined) return { ...easy, how: 'install', reason: '' };
  if (first !== undefined) {
    const { plan } = first;
    const reason = plan.ok ? `it would remove ${plan.removed.join(' ')}` : plan.reason;
    return { ...first, how: 'unpack', reason };
  }
  throw new CommandError(
    `apt has none of ${wanted}. This system has no libnode that the plugin can use; "collectd-nodejs run" works without one, through collectd's exec plugin.`,
  );
}

export function describePlan(plan: LibnodePlan): string {
  return plan.how === 'install'
    ? `apt-get install ${plan.package}`
    : `unpacking ${plan.package} beside the plugin, because apt cannot install it: ${plan.reason}`;
}

/** What was fetched, and what is left to do when the plugin is in place. */
export interface Fetched {
  /** To be copied beside the plugin. */
  readonly libnode: OwnLibnode | undefined;
  /** Puts the scripts in place that it reads, and notes them with the installation. */
  placeScripts(pluginDir: string): void;
  /** Removes what was unpacked. */
  remove(): void;
}

/** Changes nothing but what apt installs: what can fail fails here. */
export function fetchLibnode(plan: LibnodePlan, progress: Progress): Fetched {
  if (plan.how === 'install') {
    apt.install([plan.package], progress);
    return { libnode: undefined, placeScripts() {}, remove() {} };
  }
  progress(describePlan(plan));
  const directory = mkdtempSync(join(tmpdir(), 'collectd-nodejs-libnode-'));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  try {
    const needed = unpackAll(plan.package, directory, progress);
    const name = `libnode.so.${plan.abi}`;
    const file = findFile(join(directory, 'usr/lib'), name);
    if (file === undefined) throw new CommandError(`The package ${plan.package} has no ${name}.`);
    const scripts = join(directory, 'usr/share/nodejs');
    absentModules(file, plan.abi, scripts);
    apt.install(needed, progress);
    const placeScripts = (pluginDir: string): void =>
      placeNodeFiles(file, plan.abi, scripts, progress, (made) => noteShared(pluginDir, [made]));
    return { libnode: { file, name }, placeScripts, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** A libnode.so that the user has. */
export function checkLibnodeFile(file: string, scope: SearchScope): OwnLibnode {
  let soname: string;
  try {
    soname = readElfFile(file, scope.machine).soname;
  } catch (error) {
    throw new CommandError(`--libnode-file: ${file} ${problemOf(error)}.`);
  }
  const name = soname === '' ? basename(file) : soname;
  const abi = abiOf(name);
  if (abi === 0) throw new CommandError(`--libnode-file: ${file} is not a libnode.so.<number>.`);
  if (!existsSync(join(scope.scriptDir, runtimeName(abi)))) {
    throw new CommandError(`--libnode-file: ${file} has ABI ${abi}. ${noRuntime(scope)}`);
  }
  const missing = missingNodeFiles(file, abi, scope.root);
  if (missing.length > 0) {
    throw new CommandError(`--libnode-file: ${file} ${describeMissing(missing)}.`);
  }
  return { file, name };
}

/** Which there are, and how to get another one. */
export function noRuntime({ scriptDir }: SearchScope): string {
  const abis = readdirSync(scriptDir).flatMap(
    (name) => /^runtime\.abi(\d+)\./.exec(name)?.[1] ?? [],
  );
  return `There are runtimes for ABI ${abis.join(', ')}; another one is built in a clone of collectd-nodejs, where libnode-dev of that ABI is installed: npm run build`;
}

/** The package and the node-* packages it needs; returns the other packages it needs. */
function unpackAll(name: string, directory: string, progress: Progress): string[] {
  const dependencies = unpack(name, directory, progress);
  if (dependencies === undefined) {
    throw new CommandError(
      `apt-get download ${name} failed. Check the network, then repeat this command.`,
    );
  }
  const isModule = (one: string): boolean => one.startsWith('node-');
  const wanted = dependencies.filter(isModule);
  const done = new Set<string>();
  for (let next = wanted.pop(); next !== undefined; next = wanted.pop()) {
    if (done.has(next)) continue;
    done.add(next);
    // A name that only another package provides has no file of its own.
    wanted.push(...(unpack(next, directory, progress) ?? []).filter(isModule));
  }
  return dependencies.filter((one) => !isModule(one));
}

/** The first alternative of each dependency. */
function unpack(name: string, directory: string, progress: Progress): string[] | undefined {
  if (!apt.download(name, directory, progress)) return undefined;
  const file = readdirSync(directory).find((one) => one.startsWith(`${name}_`));
  if (file === undefined) return undefined;
  const path = join(directory, file);
  const { stdout } = ask('dpkg-deb', ['-f', path, 'Depends']);
  const { ok, stderr } = ask('dpkg-deb', ['-x', path, directory], { seconds: 600 });
  if (!ok) throw new CommandError(`dpkg-deb -x ${file} failed: ${stderr.trim()}`);
  rmSync(path);
  return stdout
    .split(',')
    .map((one) => one.trim().split(/[ :|(]/)[0] ?? '')
    .filter(Boolean);
}

function findFile(directory: string, name: string): string | undefined {
  return readdirSync(directory, { withFileTypes: true })
    .map((entry) => join(directory, entry.isDirectory() ? join(entry.name, name) : entry.name))
    .find((file) => basename(file) === name && existsSync(file));
}
