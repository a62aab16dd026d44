import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { install } from '../scripts/setup/apt.mjs';

/** What the measurements need of the system besides collectd itself. */

export const collectdBinary = '/usr/sbin/collectd';
export const pluginDir = '/usr/lib/collectd';
export const typesDb = '/usr/share/collectd/types.db';

/** collectd's Lua and Python plugins come without the libraries they are linked with. */
function missingLibraries(plugin: string): Record<string, string> {
  const listed = execFileSync('ldd', [`${pluginDir}/${plugin}.so`], { encoding: 'utf8' });
  const packages: Record<string, string> = {};
  for (const [, library = ''] of listed.matchAll(/^\s*(\S+) => not found$/gm)) {
    const name = packageOf(library);
    if (name !== undefined) packages[name] = `LoadPlugin ${plugin} needs ${library}`;
  }
  return packages;
}

/** Debian's names: libpython3.11.so.1.0 is in libpython3.11, liblua5.3.so.0 in liblua5.3-0. */
export function packageOf(library: string): string | undefined {
  const [, python] = /^(libpython3\.\d+)\.so/.exec(library) ?? [];
  if (python !== undefined) return python;
  const [, lua, version] = /^(liblua5\.\d+)\.so\.(\d+)/.exec(library) ?? [];
  return lua === undefined ? undefined : `${lua}-${version}`;
}

/** Says what it installs and why; nothing when all is there. */
export function installPeers(): void {
  if (!existsSync(collectdBinary)) install({ 'collectd-core': 'it is what is measured' });
  install({ 'collectd-dev': 'the driver is compiled against it', gcc: 'the driver is in C' });
  install({ ...missingLibraries('lua'), ...missingLibraries('python') });
}
