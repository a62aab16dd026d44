/** Which collectd to install for, and where its plugins are. */
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { loadPlugins } from '../conf/daemon.ts';
import { Findings } from '../conf/findings.ts';
import { readConfiguration } from '../conf/read.ts';
import { namedDirectory, namedProgram, newDirectory } from '../named-paths.ts';
import { CommandError } from '../output.ts';
import {
  type Collectd,
  findCollectd,
  guessPluginDir,
  searchedForCollectd,
} from '../system/collectd.ts';
import { ask } from '../system/command.ts';
import type { ElfFile } from '../system/elf-file.ts';

/** Options that say where; the same for install, uninstall and doctor. */
export const TARGET_OPTIONS = {
  prefix: { type: 'string' },
  'plugin-dir': { type: 'string' },
  collectd: { type: 'string' },
} as const;

export const TARGET_USAGE = `  --prefix DIR        use DIR/lib/collectd, as a collectd built with that prefix does
  --plugin-dir DIR    use DIR itself; default: where collectd looks for its plugins
  --collectd PATH     which collectd; default: the one that is installed`;

export interface TargetValues {
  readonly prefix?: string | undefined;
  readonly 'plugin-dir'?: string | undefined;
  readonly collectd?: string | undefined;
}

export interface Target {
  readonly collectd: Collectd | undefined;
  readonly pluginDir: string;
  /** Whether collectd looks there without a PluginDir in its configuration. */
  readonly isBuiltIn: boolean;
}

/** The version whose structures the plugin is compiled with. */
export const SUPPORTED = '5.12';

export const INSTALL_COLLECTD = 'sudo apt install collectd';

/**
 * @param mayMake - whether a plugin directory that is not there yet is to be made.
 * @throws UsageError when an option names what is not there.
 */
export function findTarget(values: TargetValues, mayMake = false): Target {
  checkPaths(values, mayMake);
  const collectd = findCollectd('', values.collectd);
  const builtIn = collectd?.pluginDir ?? guessPluginDir();
  const pluginDir = namedDir(values) ?? configuredDir(collectd) ?? builtIn;
  if (pluginDir === undefined) throw missing();
  return { collectd, pluginDir, isBuiltIn: pluginDir === builtIn };
}

function checkPaths(values: TargetValues, mayMake: boolean): void {
  const { prefix, 'plugin-dir': pluginDir, collectd } = values;
  if (prefix !== undefined) namedDirectory('--prefix', prefix);
  if (pluginDir !== undefined) (mayMake ? newDirectory : namedDirectory)('--plugin-dir', pluginDir);
  if (collectd !== undefined) namedProgram('--collectd', collectd);
}

function namedDir(values: TargetValues): string | undefined {
  if (values['plugin-dir'] !== undefined) return resolve(values['plugin-dir']);
  return values.prefix === undefined ? undefined : resolve(values.prefix, 'lib/collectd');
}

/** PluginDir of the configuration, where LoadPlugin nodejs stands or would stand. */
function configuredDir(collectd: Collectd | undefined): string | undefined {
  if (collectd === undefined || !existsSync(collectd.config)) return undefined;
  const findings = new Findings();
  const items = readConfiguration(collectd.config, findings) ?? [];
  const own = collectd.pluginDir ?? '';
  const { directory, lastPluginDir } = loadPlugins(items, own, findings);
  const named = directory ?? lastPluginDir;
  return named === '' || named === own ? undefined : named;
}

function missing(): CommandError {
  return new CommandError(
    `There is no collectd: looked for ${searchedForCollectd()}. Install it: ${INSTALL_COLLECTD}`,
  );
}

/** A collectd that the plugin can be used with. */
export function requireCollectd(target: Target): Collectd & { elf: ElfFile } {
  const { collectd } = target;
  if (collectd === undefined) throw missing();
  const { elf, path, problem } = collectd;
  const foreign = foreignProcessor(collectd);
  if (foreign !== undefined) {
    throw new CommandError(
      `${foreign} Install the one for this system (${INSTALL_COLLECTD}), or name it with --collectd.`,
    );
  }
  if (problem !== '')
    throw new CommandError(`${path} does not run: ${problem}. Repair that first.`);
  const wrong = wrongVersion(collectd);
  if (wrong !== undefined) throw new CommandError(wrong);
  if (elf === undefined) {
    throw new CommandError(`${path} is no program. Name collectd itself with --collectd.`);
  }
  return { ...collectd, elf };
}

/** A sentence, or undefined: this system can run it, or it is no program at all. */
export function foreignProcessor({ path, problem, elf }: Collectd): string | undefined {
  if (problem === '' || elf === undefined || elf.architecture === process.arch) return undefined;
  return `${path} is for ${elf.architecture}, and this system runs ${process.arch}.`;
}

/** A sentence, or undefined when it is the version that the plugin is made for. */
export function wrongVersion({ path, version }: Collectd): string | undefined {
  if (version === SUPPORTED || version.startsWith(`${SUPPORTED}.`)) return undefined;
  const is = version === '' ? 'does not tell its version' : `is version ${version}`;
  return `${path} ${is}; the plugin is for collectd ${SUPPORTED}. Install that one (Debian 12, 13 and 14 have it), or name it with --collectd.`;
}

/** The Debian package that a file belongs to. */
export function ownerOf(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  return /^([^:,]+)[^:]*: /.exec(ask('dpkg', ['-S', path]).stdout)?.[1];
}

/** @param command - what to repeat as root. */
export function requireWritable(path: string, command: string): void {
  let at = path;
  while (!existsSync(at)) at = dirname(at);
  try {
    accessSync(at, constants.W_OK);
  } catch {
    const who =
      process.getuid?.() === 0 ? 'Is it on a read-only file system?' : `As root: sudo ${command}`;
    throw new CommandError(`${at} is not writable. ${who}`);
  }
}
