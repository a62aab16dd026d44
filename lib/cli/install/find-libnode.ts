/** Whether collectd will find a libnode once the files are in place: asked before they are. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readConfigured } from '../doctor/configuration.ts';
import { adviceFor } from '../doctor/libnode.ts';
import { CommandError } from '../output.ts';
import { findLibnode, type SearchScope } from '../system/libnode.ts';
import type { PackageFiles } from '../system/package-files.ts';
import { scriptDirOf } from '../system/plugin-file.ts';
import type { Target } from './target.ts';

/** What the option LibNode of collectd.conf names. */
export function configuredLibnode({ collectd, pluginDir }: Target): string | undefined {
  const config = collectd?.config ?? '';
  return readConfigured({ collectd, pluginDir, config, root: '' }).libnode;
}

/** On the system, beside the plugin from an earlier install, or where the option LibNode says. */
export function findPresent(
  { abis }: PackageFiles,
  target: Target,
  inPackage: SearchScope,
): string | undefined {
  const wanted = configuredLibnode(target);
  const isUsable = (path: string): boolean => findLibnode(inPackage, path).found !== undefined;
  if (wanted !== undefined) return isUsable(wanted) ? wanted : undefined;
  const beside = abis.map((abi) => join(scriptDirOf(target.pluginDir), `libnode.so.${abi}`));
  // One in a build of a clone is not among the files that are installed.
  const own = (path: string): boolean => dirname(path) === realpathSync(inPackage.scriptDir);
  const usable = findLibnode(inPackage).usable.map(({ path }) => path);
  return (
    beside.find((path) => existsSync(path) && isUsable(path)) ?? usable.find((path) => !own(path))
  );
}

/** @param named - the file that was named by --libnode-file. */
export function requireRuntime(
  { from }: PackageFiles,
  inPackage: SearchScope,
  named: string | undefined,
): void {
  const { why } = findLibnode(inPackage, named);
  if (!/: install or build collectd-nodejs again/.test(why)) return;
  const again = from === 'build' ? 'npm run build' : 'sudo npm install -g collectd-nodejs';
  throw new CommandError(`Nothing was installed. ${why} Install this package again: ${again}`);
}

/** The command is the last thing that is said. */
export function noLibnode(target: Target, inPackage: SearchScope): CommandError {
  const why = findLibnode(inPackage, configuredLibnode(target)).why || 'No libnode found.';
  const advice = adviceFor(why);
  return new CommandError(
    `Nothing was installed, because collectd would not start with it. ${why} To get one: ${advice}`,
  );
}
