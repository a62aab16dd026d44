// @ts-check
// One .deb out of prebuilds/ and dist/: a tree as it will be on the machine, and dpkg-deb.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prebuildDirectory, runtimeName } from '../prebuild/compile.mjs';
import { root, run, SetupError } from '../setup/run.mjs';
import { makeExecutable, placeCommand } from './command.mjs';
import { control, debVersion, POSTINST, released } from './control.mjs';
import { placeDocumentation } from './documentation.mjs';
import { place, sizeOf, tidy, write } from './tree.mjs';

const PLUGINS = 'usr/lib/collectd';

/**
 * @param {import('../suites/suites.mjs').Target} target  prebuilt
 * @param {{ prebuilds?: string, from?: string, out?: string }} [where]  the libraries it is made of (of all
 *   architectures, or in a directory of their own), and where it goes
 * @returns {string}  the file
 */
export function makeDeb(target, where = {}) {
  const { suite, arch } = target;
  const { prebuilds, out = join(root, 'dist/deb') } = where;
  const { from = prebuildDirectory(arch, prebuilds) } = where;
  const tree = mkdtempSync(join(tmpdir(), 'collectd-deb-'));
  const file = join(out, `collectd-nodejs_${debVersion(suite)}_${arch.name}.deb`);
  try {
    chmodSync(tree, 0o755);
    const libraries = {
      [join(PLUGINS, 'nodejs.so')]: join(from, 'nodejs.so'),
      [join(PLUGINS, 'nodejs', runtimeName(suite.abi))]: join(from, runtimeName(suite.abi)),
    };
    for (const [to, path] of Object.entries(libraries)) place(tree, to, path);
    placeScripts(tree);
    placeCommand(tree, join(root, 'dist'));
    placeDocumentation(tree, suite);
    tidy(tree);
    makeExecutable(tree);
    const size = Math.ceil(sizeOf(tree) / 1024);
    write(tree, 'DEBIAN/control', control(target, Object.values(libraries), size));
    write(tree, 'DEBIAN/postinst', POSTINST);
    chmodSync(join(tree, 'DEBIAN/postinst'), 0o755);
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
