/**
 * Finds libnode and the runtime that fits it: the rules and the words of
 * native/shim/find/libnode.c, which decides when collectd starts.
 */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDebianPackage } from '../root.ts';
import { ElfProblem, type Machine, readElfFile } from './elf-file.ts';
import { libraryDirs } from './library-dirs.ts';
import { describeMissing, missingNodeFiles } from './node-files.ts';

/** Newest first: Node 24, 22, 20, 18.20, and 18.19 as Ubuntu numbers it. */
export const KNOWN_ABIS: readonly { abi: number; where: string }[] = [
  { abi: 137, where: 'Debian 14' },
  { abi: 127, where: 'Ubuntu 26.04' },
  { abi: 115, where: 'Debian 13' },
  { abi: 109, where: 'Ubuntu 24.04' },
  { abi: 108, where: 'Debian 12' },
];

/** Where to look, and for whom. */
export interface SearchScope {
  /** The directory that nodejs.so names: runtimes, boot.js and perhaps a libnode. */
  readonly scriptDir: string;
  /** The processor of collectd. */
  readonly machine: Machine & { readonly architecture: string };
  /** Of the system; empty for this one. */
  readonly root: string;
}

export interface Libnode {
  readonly path: string;
  readonly abi: number;
  readonly runtime: string;
}

interface Unusable {
  readonly why: string;
  /** Would do; the sentence says what to repair. */
  readonly repair: boolean;
}

export interface LibnodeSearch {
  /** The one that collectd is going to load. */
  readonly found: Libnode | undefined;
  /** All that can be used, the one that is used first. */
  readonly usable: readonly Libnode[];
  /** One or two sentences when there is none. */
  readonly why: string;
}

export function runtimeName(abi: number): string {
  return `runtime.abi${abi}.glibc.node`;
}

/** 108 of "libnode.so.108", or 0. */
export function abiOf(name: string): number {
  return Number(/^libnode\.so\.(\d{1,4})$/.exec(basename(name))?.[1] ?? 0);
}

/** Of a nodejs.so that was built in a clone: the clone's directory. */
function findClone(scriptDir: string): string | undefined {
  const clone = /^(.+)\/dist\/collectd\/nodejs$/.exec(scriptDir)?.[1];
  return clone !== undefined && existsSync(join(clone, 'package.json')) ? clone : undefined;
}

function hasRuntime(scriptDir: string): boolean {
  try {
    return readdirSync(scriptDir).some((name) => /^runtime\.abi.*\.glibc\.node$/.test(name));
  } catch {
    return false;
  }
}

/** Why there is no runtime at all, and the command that puts one there. */
function notInstalled(scriptDir: string): string {
  const command = isDebianPackage
    ? 'sudo apt install --reinstall ./collectd-nodejs_*.deb'
    : 'sudo collectd-nodejs install --libnode';
  const reason =
    findClone(scriptDir) === undefined
      ? `the plugin is not installed there, or not completely. Install it: ${command}`
      : 'this clone of collectd-nodejs is not built completely. Build it: npm run build';
  return `There is no runtime in ${scriptDir}: ${reason}`;
}

/** @param wanted - of the option LibNode. */
export function findLibnode(scope: SearchScope, wanted?: string): LibnodeSearch {
  if (!hasRuntime(scope.scriptDir))
    return { found: undefined, usable: [], why: notInstalled(scope.scriptDir) };
  if (wanted !== undefined) return findWanted(scope, wanted);
  const dirs = libraryDirs(scope.scriptDir, scope.machine.architecture, scope.root);
  const usable: Libnode[] = [];
  const problems: Unusable[] = [];
  for (const { abi } of KNOWN_ABIS) {
    for (const dir of dirs) {
      const path = join(dir, `libnode.so.${abi}`);
      if (!existsSync(path)) continue;
      const verdict = judge(scope, path);
      if ('why' in verdict) problems.push(verdict);
      else usable.push(verdict);
    }
  }
  if (usable.length > 0) return { found: usable[0], usable, why: '' };
  const head =
    problems.length > 0
      ? `No usable libnode: ${problems.map(({ why }) => why).join('; ')}.`
      : `No libnode found: looked for libnode.so.{${KNOWN_ABIS.map(({ abi }) => abi).join(',')}} in ${dirs.join(', ')}.`;
  const repair = problems.some((one) => one.repair);
  return { found: undefined, usable, why: head + (repair ? '' : advice(scope.scriptDir)) };
}

function findWanted(scope: SearchScope, wanted: string): LibnodeSearch {
  const verdict = judge(scope, wanted);
  if (!('why' in verdict)) return { found: verdict, usable: [verdict], why: '' };
  const why = `LibNode: ${verdict.why}.${verdict.repair ? '' : advice(scope.scriptDir)}`;
  return { found: undefined, usable: [], why };
}

function judge(scope: SearchScope, path: string): Libnode | Unusable {
  let soname: string;
  try {
    soname = readElfFile(path, scope.machine).soname;
  } catch (error) {
    return { why: `${path} ${problemOf(error)}`, repair: false };
  }
  // The runtime finds its libnode by this name, whatever the file is called.
  const abi = abiOf(soname === '' ? path : soname);
  if (abi === 0) return { why: `${path} is not a libnode.so.<number>`, repair: false };
  const runtime = join(scope.scriptDir, runtimeName(abi));
  if (!existsSync(runtime)) {
    const clone = findClone(scope.scriptDir);
    const build = clone === undefined ? '' : ` ("npm run build" in ${clone} makes it)`;
    const why = `${path} has ABI ${abi}, and the runtime for that, ${runtime}, does not exist${build}`;
    return { why, repair: false };
  }
  try {
    readElfFile(runtime, scope.machine);
  } catch (error) {
    const why = `${runtime} ${problemOf(error)}: install or build collectd-nodejs again`;
    return { why, repair: true };
  }
  const missing = missingNodeFiles(path, abi, scope.root);
  if (missing.length > 0) return { why: `${path} ${describeMissing(missing)}`, repair: true };
  return { path, abi, runtime };
}

export function problemOf(error: unknown): string {
  if (error instanceof ElfProblem) return error.message;
  throw error;
}

/** How to get a libnode for which there is a runtime. */
function advice(scriptDir: string): string {
  const offers = KNOWN_ABIS.filter(({ abi }) => existsSync(join(scriptDir, runtimeName(abi)))).map(
    ({ abi, where }) => `libnode${abi} (${where})`,
  );
  if (offers.length === 0) {
    return ` The runtimes in ${scriptDir} are for others: name one of those with LibNode "path".`;
  }
  return ` Install ${offers.join(' or ')}, with apt for example, or name one with LibNode "path".`;
}
