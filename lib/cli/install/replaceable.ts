/** Whether the files of a plugin directory may be replaced by those of this package. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../output.ts';
import { isDebianPackage } from '../root.ts';
import { damage, isOurPlugin, readManifest, runningInstall } from './layout.ts';
import { ownerOf, requireWritable } from './target.ts';
import { type Content, contentHash } from './transaction.ts';

/** The files of a package are dpkg's to change. */
export function requireNotDebian(pluginDir: string): void {
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

export function requireReplaceable(pluginDir: string, content: Content, dryRun: boolean): void {
  const other = runningInstall(pluginDir);
  if (other !== undefined) {
    throw new CommandError(
      `Process ${other} is installing into ${pluginDir} at this moment. Wait for its end, then repeat this command.`,
    );
  }
  if (isInstalled(pluginDir, content)) return;
  if (existsSync(join(pluginDir, 'nodejs.so')) && !isOurPlugin(pluginDir)) {
    throw new CommandError(
      `${pluginDir}/nodejs.so is not a plugin of this package, and is left as it is. Move it away, then repeat this command.`,
    );
  }
  if (!dryRun) requireWritable(pluginDir, 'collectd-nodejs install');
}

/** Whole, and the same. */
export function isInstalled(pluginDir: string, content: Content): boolean {
  const there = readManifest(pluginDir);
  return there?.content === contentHash(content) && damage(pluginDir).length === 0;
}
