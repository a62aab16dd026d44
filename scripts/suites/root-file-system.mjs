// @ts-check
// A root file system of one suite and architecture: Debian's collectd and libnode
// to run, and the headers to build against. Made once, kept below .cache.
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { install } from '../setup/apt.mjs';
import { debianMirror } from '../setup/mirror.mjs';
import { asRoot, root, run, say } from '../setup/run.mjs';

const NEEDED = {
  mmdebstrap: 'makes the root file systems of other releases and architectures',
  'debian-archive-keyring': 'the keys that their packages are signed with',
};

/** @param {import('./suites.mjs').Target} target */
export const rootDirectory = ({ suite, arch }) =>
  join(root, '.cache/roots', `${suite.name}-${arch.name}`);

/**
 * @param {import('./suites.mjs').Target} target
 * @returns {string}  the directory
 */
export function provideRoot(target) {
  const { suite, arch } = target;
  const directory = rootDirectory(target);
  if (existsSync(directory)) return directory;
  install(NEEDED);
  const fresh = `${directory}.new`;
  const mirror = debianMirror();
  asRootRun(['rm', '-rf', fresh]);
  mkdirSync(join(root, '.cache/roots'), { recursive: true });
  say(`making the root file system of ${suite.name} ${arch.name}`);
  const packages = [
    'collectd-core',
    'collectd-dev',
    'libnode-dev',
    `libnode${suite.abi}`,
    'libuv1-dev',
    'nodejs',
  ];
  asRootRun([
    'mmdebstrap',
    '--quiet',
    '--variant=extract',
    `--include=${packages.join(',')}`,
    `--arch=${arch.name}`,
    // A mirror may keep an older state of sid.
    '--aptopt=Acquire::Check-Valid-Until "false"',
    '--aptopt=APT::Install-Recommends "false"',
    // What dpkg would know had it installed these packages.
    `--extract-hook=${DATABASE}`,
    suite.name,
    fresh,
    ...(mirror === null ? [] : [mirror]),
  ]);
  asRootRun([
    'rm',
    '-rf',
    ...['doc', 'locale', 'man'].map((name) => join(fresh, 'usr/share', name)),
  ]);
  mergeUsr(fresh);
  renameSync(fresh, directory);
  return directory;
}

const DATABASE =
  'for deb in "$1"/var/cache/apt/archives/*.deb; do dpkg-deb -f "$deb"; echo "Status: install ok installed"; echo; done > "$1/var/lib/dpkg/status"';

/**
 * From trixie on, the links of a merged /usr are made by a package's script.
 * @param {string} directory
 */
function mergeUsr(directory) {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    const there = existsSync(join(directory, 'usr', name));
    if (!there || existsSync(join(directory, name))) continue;
    if (process.getuid?.() === 0) symlinkSync(`usr/${name}`, join(directory, name));
    else asRootRun(['ln', '-s', `usr/${name}`, join(directory, name)]);
  }
}

/** @param {string[]} command */
function asRootRun(command) {
  const [program, ...args] = asRoot(command, 'Making a root file system');
  run(program, args, {
    advice: `Is Debian's mirror within reach, and is there room on the disk? "rm -r .cache/roots" starts afresh.`,
  });
}

/** @param {import('./suites.mjs').Target} target */
export function removeRoot(target) {
  rmSync(rootDirectory(target), { recursive: true, force: true });
}
