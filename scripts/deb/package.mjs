// @ts-check
// One .deb out of prebuilds/ and dist/: a tree as it will be on the machine, and dpkg-deb.
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { prebuildDirectory, runtimeName } from '../prebuild/compile.mjs';
import { root, run, SetupError } from '../setup/run.mjs';
import { compressed } from './compressed.mjs';
import {
  changelog,
  control,
  copyright,
  debVersion,
  OVERRIDES,
  POSTINST,
  released,
} from './control.mjs';

const PLUGINS = 'usr/lib/collectd';
const DOC = 'usr/share/doc/collectd-nodejs';

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
    placeDocumentation(tree, target);
    tidy(tree);
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
  const names = readdirSync(from).filter((name) => /\.(js|json)$/.test(name));
  if (!names.includes('boot.js'))
    throw new SetupError('dist is not complete.\n  Run: npm run build');
  for (const name of [...names, 'plugins'])
    place(tree, join(PLUGINS, 'nodejs', name), join(from, name));
}

/**
 * @param {string} tree
 * @param {import('../suites/suites.mjs').Target} target
 */
function placeDocumentation(tree, { suite }) {
  const manual = join(root, 'dist/man/collectd-nodejs.5');
  write(tree, 'usr/share/man/man5/collectd-nodejs.5.gz', compressed(manual));
  write(tree, join(DOC, 'copyright'), copyright());
  write(tree, join(DOC, 'changelog.gz'), compressed(join(root, 'CHANGELOG.md')));
  write(tree, join(DOC, 'changelog.Debian.gz'), compressed(changelog(suite)));
  write(tree, 'usr/share/lintian/overrides/collectd-nodejs', OVERRIDES);
  place(tree, join(DOC, 'examples/plugins'), join(root, 'plugins'));
}

/**
 * @param {string} tree
 * @param {string} to
 * @param {string} from  a file or a directory
 */
function place(tree, to, from) {
  mkdirSync(dirname(join(tree, to)), { recursive: true });
  cpSync(from, join(tree, to), { recursive: true });
}

/**
 * @param {string} tree
 * @param {string} to
 * @param {string | Buffer} content
 */
function write(tree, to, content) {
  mkdirSync(dirname(join(tree, to)), { recursive: true });
  writeFileSync(join(tree, to), content);
}

/**
 * Permissions that do not depend on whose machine it was.
 * @param {string} directory
 */
function tidy(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    chmodSync(path, entry.isDirectory() ? 0o755 : 0o644);
    if (entry.isDirectory()) tidy(path);
  }
}

/**
 * @param {string} path
 * @returns {number}  bytes
 */
function sizeOf(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 4096);
}
