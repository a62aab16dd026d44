import { existsSync } from 'node:fs';
import { install } from '../../scripts/setup/apt.mjs';
import { missingLibraries } from '../../scripts/setup/languages.mjs';

/** What the measurements need of the system besides collectd itself. */

export const collectdBinary = '/usr/sbin/collectd';
export const pluginDir = '/usr/lib/collectd';
export const typesDb = '/usr/share/collectd/types.db';

/** Says what it installs and why; nothing when all is there. */
export function installPeers(): void {
  if (!existsSync(collectdBinary)) install({ 'collectd-core': 'it is what is measured' });
  install({ 'collectd-dev': 'the driver is compiled against it', gcc: 'the driver is in C' });
  install({ ...missingLibraries('lua'), ...missingLibraries('python') });
}
