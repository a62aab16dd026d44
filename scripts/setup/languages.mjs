// @ts-check
// collectd's Lua and Python plugins come without the libraries they are linked with.
import { ask } from './run.mjs';

const PLUGIN_DIR = '/usr/lib/collectd';

/**
 * The packages that a plugin of collectd lacks, and why.
 * @param {'lua' | 'python'} plugin
 * @returns {Record<string, string>}
 */
export function missingLibraries(plugin) {
  const listed = ask('ldd', [`${PLUGIN_DIR}/${plugin}.so`]).stdout;
  /** @type {Record<string, string>} */
  const packages = {};
  for (const [, library = ''] of listed.matchAll(/^\s*(\S+) => not found$/gm)) {
    const name = packageOf(library);
    if (name !== undefined) packages[name] = `LoadPlugin ${plugin} needs ${library}`;
  }
  return packages;
}

/**
 * Debian's names: libpython3.11.so.1.0 is in libpython3.11, liblua5.3.so.0 in liblua5.3-0.
 * @param {string} library
 */
export function packageOf(library) {
  const [, python] = /^(libpython3\.\d+)\.so/.exec(library) ?? [];
  if (python !== undefined) return python;
  const [, lua, version] = /^(liblua5\.\d+)\.so\.(\d+)/.exec(library) ?? [];
  return lua === undefined ? undefined : `${lua}-${version}`;
}
