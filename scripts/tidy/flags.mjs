// @ts-check
// How the compiler is called for a file of the native part: as binding.gyp does it.
import { join } from 'node:path';
import { root } from '../setup/run.mjs';

const COLLECTD = '/usr/include/collectd';

/**
 * @param {string} file  from the top
 * @param {import('../setup/libnode.mjs').Libnode} libnode
 * @returns {string[]}
 */
export function flagsFor(file, { abi, nodedir }) {
  const common = [
    ...['-D_GNU_SOURCE=1', '-DHAVE_CONFIG_H', `-I${join(root, 'native')}`],
    ...system(`${COLLECTD}/core`, `${COLLECTD}/core/daemon`, COLLECTD),
  ];
  if (file.endsWith('.c')) return ['-std=gnu11', ...common];
  return [
    ...['-std=c++20', '-fexceptions', ...common],
    ...system(join(nodedir, 'include/node'), join(root, 'node_modules/node-addon-api')),
    ...[
      `-DNODEJS_ABI=${abi}`,
      '-DNODEJS_PLUGIN_VERSION=""',
      '-DNAPI_VERSION=8',
      '-DNODE_ADDON_API_CPP_EXCEPTIONS_ALL',
    ],
    ...['-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS', '-DBUILDING_NODE_EXTENSION'],
  ];
}

/** @param {string[]} directories  whose warnings are not ours */
function system(...directories) {
  return directories.flatMap((directory) => ['-isystem', directory]);
}
