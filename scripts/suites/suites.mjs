// @ts-check
// The systems that collectd-nodejs is built for.
import { ask, SetupError } from '../setup/run.mjs';

/**
 * @typedef {object} Suite
 * @property {string} name      what the distribution calls the release
 * @property {string} title     what people call it
 * @property {number} abi       NODE_MODULE_VERSION of its libnode
 * @property {boolean} debian   whether there is a root file system to build and test in
 * @property {boolean} time64   whether its armhf counts seconds with 64 bits
 * @property {string[]} [without]  architectures that have no libnode there
 */

/** @type {Suite[]} */
export const SUITES = [
  { name: 'bookworm', title: 'Debian 12', abi: 108, debian: true, time64: false },
  { name: 'trixie', title: 'Debian 13', abi: 115, debian: true, time64: true },
  { name: 'sid', title: 'Debian 14', abi: 137, debian: true, time64: true },
  { name: 'noble', title: 'Ubuntu 24.04', abi: 109, debian: false, time64: true },
  { name: 'resolute', title: 'Ubuntu 26.04', abi: 127, debian: false, time64: true },
];

/** The one whose C library is the oldest: what runs there runs everywhere. */
export const oldest = /** @type {Suite} */ (SUITES[0]);

/**
 * @typedef {object} Architecture
 * @property {string} name     Debian's
 * @property {string} node     Node's, and so that of npm and prebuildify
 * @property {string} triplet  of the compiler and of the library directory
 * @property {string} compiler Debian package of the cross compiler
 * @property {string} machine  what readelf calls it
 * @property {string} emulator
 */

/** @type {Architecture[]} */
export const ARCHITECTURES = [
  {
    name: 'amd64',
    node: 'x64',
    triplet: 'x86_64-linux-gnu',
    compiler: 'g++-x86-64-linux-gnu',
    machine: 'Advanced Micro Devices X86-64',
    emulator: 'qemu-x86_64-static',
  },
  {
    name: 'arm64',
    node: 'arm64',
    triplet: 'aarch64-linux-gnu',
    compiler: 'g++-aarch64-linux-gnu',
    machine: 'AArch64',
    emulator: 'qemu-aarch64-static',
  },
  {
    name: 'armhf',
    node: 'arm',
    triplet: 'arm-linux-gnueabihf',
    compiler: 'g++-arm-linux-gnueabihf',
    machine: 'ARM',
    emulator: 'qemu-arm-static',
  },
];

/** @typedef {{ suite: Suite, arch: Architecture }} Target */

const USAGE = `--suite ${SUITES.map(({ name }) => name).join('|')} and --arch ${ARCHITECTURES.map(({ name }) => name).join('|')}, each any number of times`;

/**
 * The targets that a command line selects: all that match, so none is said to select every one.
 * @param {string[]} args
 * @param {{ debian?: boolean, flags?: string[] }} [options]  debian: only suites with a root file
 *   system; flags: what else may stand there
 * @returns {Target[]}
 */
export function select(args, { debian = false, flags = [] } = {}) {
  /** @type {Record<string, Set<string>>} */
  const wanted = { '--suite': new Set(), '--arch': new Set() };
  for (let i = 0; i < args.length; i++) {
    const [name = '', inline] = (args[i] ?? '').split('=', 2);
    if (flags.includes(name)) continue;
    const values = wanted[name];
    const value = inline ?? args[++i];
    if (!values || !value) throw new SetupError(`${args.join(' ')}: use ${USAGE}.`);
    for (const one of value.split(',')) values.add(one);
  }
  const of = SUITES.filter((suite) => !debian || suite.debian);
  const chosen = pick(of, wanted['--suite'], (suite) => [suite.name, String(suite.abi)], '--suite');
  const archs = pick(ARCHITECTURES, wanted['--arch'], (arch) => [arch.name, arch.node], '--arch');
  return chosen.flatMap((suite) => archs.map((arch) => ({ suite, arch })));
}

/**
 * @template T
 * @param {T[]} all
 * @param {Set<string> | undefined} names
 * @param {(one: T) => string[]} namesOf
 * @param {string} option
 * @returns {T[]}
 */
function pick(all, names, namesOf, option) {
  if (!names || names.size === 0) return all;
  const known = all.flatMap(namesOf);
  for (const name of names) {
    if (!known.includes(name))
      throw new SetupError(`${option} ${name} is none of ${known.join(', ')}.`);
  }
  return all.filter((one) => namesOf(one).some((name) => names.has(name)));
}

/** @returns {Architecture} */
export function hostArchitecture() {
  const name = ask('dpkg', ['--print-architecture']).stdout.trim();
  const found = ARCHITECTURES.find((arch) => arch.name === name);
  if (!found) throw new SetupError(`${name || 'This system'}: no Debian architecture known here.`);
  return found;
}
