// @ts-check
// The command collectd-nodejs in a Debian package: /usr/bin/collectd-nodejs starts it with Debian's
// node, or with another one of the PATH.
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { manifest } from './control.mjs';
import { place, write } from './tree.mjs';

/** lib/cli/root.ts knows by it that a Debian package brought the command. */
const HOME = 'usr/share/collectd-nodejs';

// The package only recommends nodejs: collectd itself does not need it.
const START = `#!/bin/sh
if ! command -v node >/dev/null; then
  echo "collectd-nodejs: this command needs node, version 18 or newer: sudo apt install --no-install-recommends nodejs" >&2
  exit 1
fi
exec node /${HOME}/dist/cli/collectd-nodejs.js "$@"
`;

/**
 * @param {string} tree
 * @param {string} dist  what the build left
 */
export function placeCommand(tree, dist) {
  const { name, version, type } = manifest;
  write(tree, join(HOME, 'package.json'), `${JSON.stringify({ name, version, type })}\n`);
  place(tree, join(HOME, 'dist/cli'), join(dist, 'cli'));
  // What `run` and `check` need of the plugin.
  const link = join(tree, HOME, 'dist/collectd/nodejs');
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync('../../../../lib/collectd/nodejs', link);
  write(tree, 'usr/bin/collectd-nodejs', START);
}

/**
 * After the permissions of all files are set.
 * @param {string} tree
 */
export function makeExecutable(tree) {
  for (const name of ['usr/bin/collectd-nodejs', `${HOME}/dist/cli/collectd-nodejs.js`])
    chmodSync(join(tree, name), 0o755);
}
