// @ts-check
// Which libnode this machine builds against and runs: the system's, or one
// unpacked below .cache because apt cannot install it beside another nodejs
// package (NodeSource's: node-acorn wants Debian's, and both own /usr/include/node).
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as apt from './apt.mjs';
import { ask, asRoot, root, run, SetupError, say } from './run.mjs';

/**
 * @typedef {object} Libnode
 * @property {number} abi       NODE_MODULE_VERSION
 * @property {string} nodedir   include/node is below it
 * @property {string} library   the libnode.so.N
 * @property {boolean} installed  whether the dynamic linker finds it by itself
 */

const cache = join(root, '.cache');
const SHARED = '/usr/share/nodejs';

/** @returns {Libnode | undefined} */
export function findLibnode() {
  if (apt.isInstalled('libnode-dev')) return describe('/usr', true);
  if (!existsSync(cache)) return undefined;
  const unpacked = readdirSync(cache).filter(
    (name) => name.endsWith(`-${architecture()}`) && existsSync(join(cache, name, 'depends')),
  );
  unpacked.sort((a, b) => Number(b.match(/\d+/)) - Number(a.match(/\d+/)));
  return unpacked[0] === undefined ? undefined : describe(join(cache, unpacked[0], 'usr'), false);
}

const architecture = () => ask('dpkg', ['--print-architecture']).stdout.trim();

/** Finds libnode, or installs or unpacks it. */
export function provideLibnode() {
  const found = findLibnode();
  if (found) {
    say(`libnode.so.${found.abi}: already there (${found.library})`);
    if (!found.installed) {
      provideDependencies(found);
      provideShared(found);
    }
    return;
  }
  const plan = planInstall();
  if (plan.ok) {
    apt.install({ 'libnode-dev': 'Node as a library and its headers, to embed it in collectd' });
    return;
  }
  say(`unpacking libnode below .cache, because apt cannot install it here: ${plan.reason}`);
  const libnode = unpackLibnode();
  provideDependencies(libnode);
  provideShared(libnode);
}

/** @returns {{ ok: boolean, reason: string }} */
function planInstall() {
  if (apt.simulate(['libnode-dev']).unknown) apt.update();
  const plan = apt.simulate(['libnode-dev']);
  if (plan.unknown) {
    throw new SetupError(
      'This system has no package libnode-dev.\n  Supported are Debian 12, 13 and 14 and Raspberry Pi OS of the same releases.',
    );
  }
  if (!plan.ok) return { ok: false, reason: plan.reason };
  if (plan.removed.length > 0)
    return { ok: false, reason: `it would remove ${plan.removed.join(' ')}` };
  const owner = ask('dpkg-query', ['-S', '/usr/include/node/node_version.h']).stdout.split(':')[0];
  if (owner) return { ok: false, reason: `/usr/include/node belongs to the package ${owner}` };
  return { ok: true, reason: '' };
}

/** @returns {Libnode} */
function unpackLibnode() {
  mkdirSync(cache, { recursive: true });
  const directory = mkdtempSync(join(cache, 'unpack-'));
  try {
    const name = depends(fetchAndUnpack('libnode-dev', directory)).find((one) =>
      /^libnode\d+$/.test(one),
    );
    if (!name)
      throw new SetupError(
        'libnode-dev depends on no libnodeN.\n  Please report this with the output of "apt-cache show libnode-dev".',
      );
    const libraries = depends(fetchAndUnpack(name, directory));
    const wanted = libraries.filter(isModule);
    const done = new Set();
    for (let next = wanted.pop(); next !== undefined; next = wanted.pop()) {
      if (done.has(next)) continue;
      done.add(next);
      // A name that only another package provides has no file of its own.
      if (apt.download(next, directory))
        wanted.push(...depends(unpack(next, directory)).filter(isModule));
    }
    const needed = libraries.filter((one) => !isModule(one));
    writeFileSync(join(directory, 'depends'), needed.join('\n'));
    const target = join(cache, `${name}-${architecture()}`);
    rmSync(target, { recursive: true, force: true });
    renameSync(directory, target);
    return describe(join(target, 'usr'), false);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * What a package manager would have installed with it.
 * @param {Libnode} libnode
 */
function provideDependencies(libnode) {
  const names = readFileSync(join(libnode.nodedir, '../depends'), 'utf8')
    .split('\n')
    .filter(Boolean);
  apt.install(
    Object.fromEntries(names.map((name) => [name, `libnode.so.${libnode.abi} needs it`])),
  );
}

/** @param {string} name */
const isModule = (name) => name.startsWith('node-');

/**
 * @param {string} name
 * @param {string} directory
 */
function fetchAndUnpack(name, directory) {
  if (!apt.download(name, directory)) {
    throw new SetupError(
      `apt-get download ${name} failed.\n  Check the network and /etc/apt/sources.list, then repeat this command.`,
    );
  }
  return unpack(name, directory);
}

/**
 * Unpacks a downloaded package, removes its file and returns its Depends line.
 * @param {string} name
 * @param {string} directory
 */
function unpack(name, directory) {
  const file = readdirSync(directory).find(
    (one) => one.startsWith(`${name}_`) && one.endsWith('.deb'),
  );
  if (!file) throw new SetupError(`apt-get download ${name} left no file in ${directory}.`);
  const line = ask('dpkg-deb', [
    '-f',
    join(directory, file),
    'Package',
    'Version',
    'Depends',
  ]).stdout;
  say(`unpacking ${file}`);
  run('dpkg-deb', ['-x', join(directory, file), directory], { advice: 'Is the disk full?' });
  rmSync(join(directory, file));
  return line;
}

/**
 * The first alternative of each dependency.
 * @param {string} control
 */
function depends(control) {
  const line = control.match(/^Depends: (.*)$/m)?.[1] ?? '';
  return line
    .split(',')
    .map((one) => one.trim().split(/[ :|(]/)[0] ?? '')
    .filter(Boolean);
}

/**
 * @param {string} nodedir
 * @param {boolean} installed
 * @returns {Libnode}
 */
function describe(nodedir, installed) {
  const header = join(nodedir, 'include/node/node_version.h');
  const abi = Number(
    existsSync(header) &&
      readFileSync(header, 'utf8').match(/define NODE_MODULE_VERSION (\d+)/)?.[1],
  );
  const lib = join(nodedir, 'lib');
  const library = readdirSync(lib)
    .map((triplet) => join(lib, triplet, `libnode.so.${abi}`))
    .find((file) => existsSync(file));
  if (abi && library) return { abi, nodedir, library, installed };
  const advice = installed
    ? 'apt-get install --reinstall libnode-dev'
    : `rm -r ${join(nodedir, '..')}`;
  throw new SetupError(
    `${nodedir} has no complete libnode (headers and libnode.so.${abi || 'N'}).\n  Run: ${advice}\n  Then repeat this command.`,
  );
}

/**
 * Debian's libnode reads some of its own modules from /usr/share/nodejs and
 * aborts the process without them. Puts in place what is absent.
 * @param {Libnode} libnode
 */
function provideShared(libnode) {
  const names =
    readFileSync(libnode.library, 'latin1').match(/\/usr\/share\/nodejs\/[\w./@-]+\.js/g) ?? [];
  const files = [...new Set(names)].filter((file) => !existsSync(file));
  const modules = new Set(files.map((file) => file.slice(SHARED.length + 1).split('/')[0] ?? ''));
  for (const module of modules) {
    const from = join(libnode.nodedir, 'share/nodejs', module);
    const to = join(SHARED, module);
    if (existsSync(to) || !existsSync(from)) {
      const lacking = files.filter((file) => file.startsWith(`${to}/`)).join(' ');
      throw new SetupError(
        `libnode.so.${libnode.abi} needs ${lacking}, and ${existsSync(to) ? `${to} is there without it` : 'no package brought it'}.\n  Install Debian's package node-${module}, or remove ${to} and ${join(libnode.nodedir, '..')}; then repeat this command.`,
      );
    }
    say(`copying ${module} to ${to}: libnode.so.${libnode.abi} reads it there`);
    for (const step of [
      ['mkdir', '-p', SHARED],
      ['cp', '-rL', '--no-preserve=ownership', from, `${to}.new`],
      ['mv', '-T', `${to}.new`, to],
    ]) {
      const [command, ...args] = asRoot(step, `Writing to ${SHARED}`);
      run(command, args, { advice: `Is ${SHARED} writable, and the disk not full?` });
    }
  }
}
