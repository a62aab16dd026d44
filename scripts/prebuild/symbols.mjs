// @ts-check
// Whether everything that a file takes from elsewhere is there in a suite's root file
// system: its libraries, with their versions, and the daemon.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../setup/run.mjs';

/** @type {Map<string, Set<string>>} */
const known = new Map();

/**
 * @param {string} file
 * @param {string} root  of the suite's file system
 * @param {string} [libnode]  its name, where the root has it; undefined: what libnode would
 *   provide is not looked for
 * @returns {string[]}  name@version
 */
export function missingSymbols(file, root, libnode) {
  const libraries = ['libc.so.6', 'libm.so.6', 'libdl.so.2', 'libpthread.so.0', 'librt.so.1'];
  libraries.push('libstdc++.so.6', 'libgcc_s.so.1', 'libatomic.so.1', 'libuv.so.1');
  libraries.push(...(libnode ? [libnode] : []));
  const directories = libraryDirectories(root);
  const files = libraries.flatMap((name) =>
    directories.map((directory) => join(directory, name)).filter((path) => existsSync(path)),
  );
  const loader = directories.flatMap((directory) =>
    readdirSync(directory)
      .filter((name) => /^ld-linux/.test(name))
      .map((name) => join(directory, name)),
  );
  const there = [...files, ...loader, join(root, 'usr/sbin/collectd')].map(defined);
  return symbols(file, '--undefined-only')
    .filter((name) => !there.some((set) => set.has(name)))
    .filter((name) => libnode !== undefined || name.includes('@'));
}

/** @param {string} root */
function libraryDirectories(root) {
  return ['lib', 'usr/lib'].flatMap((name) => {
    const lib = join(root, name);
    if (!existsSync(lib)) return [];
    return readdirSync(lib)
      .filter((entry) => /-linux-/.test(entry) && !entry.includes('.'))
      .map((entry) => join(lib, entry));
  });
}

/** @param {string} file */
function defined(file) {
  const set = known.get(file) ?? new Set(symbols(file, '--defined-only'));
  known.set(file, set);
  return set;
}

/**
 * Weak ones that are undefined need not be there.
 * @param {string} file
 * @param {string} which
 */
function symbols(file, which) {
  return ask('nm', ['-D', which, file])
    .stdout.split('\n')
    .map((line) => line.trim().split(' ').slice(-2))
    .filter(([type]) => type !== 'w' && type !== 'v')
    .map(([, name]) => (name ?? '').replace('@@', '@'))
    .filter(Boolean);
}

/**
 * The highest version of a library's symbols that these files take, such as 2.34 of GLIBC.
 * @param {string[]} files
 * @param {string} library
 */
export function requiredVersion(files, library) {
  const versions = files
    .flatMap((file) => symbols(file, '--undefined-only'))
    .flatMap((name) => name.match(new RegExp(`@${library}_([\\d.]+)$`))?.[1] ?? []);
  const order = (/** @type {string} */ version) =>
    version.split('.').reduce((sum, part, i) => sum + Number(part) / 1000 ** i, 0);
  return versions.sort((a, b) => order(b) - order(a))[0] ?? '0';
}
