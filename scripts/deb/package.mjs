// @ts-check
// One .deb out of prebuilds/ and dist/: a tree as it will be on the machine, and dpkg-deb.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { prebuildDirectory, runtimeName } from '../prebuild/compile.mjs';
import { root, run, SetupError } from '../setup/run.mjs';
import { makeExecutable, placeCommand } from './command.mjs';
import { control, DEB_VERSION, released } from './control.mjs';
import { placeDocumentation } from './documentation.mjs';
import { MAINTAINER_SCRIPTS } from './maintainer-scripts.mjs';
import { place, sizeOf, tidy, write } from './tree.mjs';

const PLUGINS = 'usr/lib/collectd';

/**
 * @param {import('../suites/suites.mjs').Architecture} arch
 * @param {import('../suites/suites.mjs').Suite[]} suites  prebuilt: it runs on each of them, and goes
 *   on when the system is upgraded from one to the next
 * @param {{ prebuilds?: string, from?: string, out?: string }} [where]  the libraries it is made of (of all
 *   architectures, or in a directory of their own), and where it goes
 * @returns {string}  the file
 */
export function makeDeb(arch, suites, where = {}) {
  const { prebuilds, out = join(root, 'dist/deb') } = where;
  const { from = prebuildDirectory(arch, prebuilds) } = where;
  const tree = mkdtempSync(join(tmpdir(), 'collectd-deb-'));
  const file = join(out, `collectd-nodejs_${DEB_VERSION}_${arch.name}.deb`);
  try {
    chmodSync(tree, 0o755);
    const runtimes = suites.map(({ abi }) => join('nodejs', runtimeName(abi)));
    const libraries = ['nodejs.so', ...runtimes].map((name) => {
      const path = join(from, basename(name));
      place(tree, join(PLUGINS, name), path);
      return path;
    });
    placeScripts(tree);
    placeCommand(tree, join(root, 'dist'));
    placeDocumentation(tree);
    tidy(tree);
    makeExecutable(tree);
    const size = Math.ceil(sizeOf(tree) / 1024);
    write(tree, 'DEBIAN/control', control(arch, suites, libraries, size));
    for (const [name, script] of Object.entries(MAINTAINER_SCRIPTS)) {
      write(tree, join('DEBIAN', name), script);
      chmodSync(join(tree, 'DEBIAN', name), 0o755);
    }
    mkdirSync(out, { recursive: true });
    run('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', tree, file], {
      advice: 'Is the disk full?',
      // The same sources give the same file.
      env: { ...process.env, SOURCE_DATE_EPOCH: String(released()) },
    });
    return file;
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

/** @param {string} tree */
function placeScripts(tree) {
  const from = join(root, 'dist/collectd/nodejs');
  const names = readdirSync(from).filter((name) => /\.(js|json|d\.ts)$|^plugins$/.test(name));
  if (!names.includes('boot.js') || !names.includes('plugins'))
    throw new SetupError('dist is not complete.\n  Run: npm run build');
  for (const name of names) place(tree, join(PLUGINS, 'nodejs', name), join(from, name));
}
