// @ts-check
// One target through prebuildify and a cross compiler. The result is kept below .cache, and
// copied to linux-<arch>/{nodejs.so, runtime.abi<N>.glibc.node} in prebuilds/ or elsewhere.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { digest } from '../build/stamp.mjs';
import { ask, root, run, SetupError, say } from '../setup/run.mjs';
import { hostArchitecture, SUITES } from '../suites/suites.mjs';
import { check } from './check.mjs';
import { provideHeaders } from './headers.mjs';

const SOURCES = [
  'native',
  'binding.gyp',
  'scripts/build',
  'scripts/prebuild',
  'node_modules/node-addon-api/package.json',
];

const PREBUILDS = join(root, 'prebuilds');

/**
 * @param {import('../suites/suites.mjs').Architecture} arch
 * @param {string} [prebuilds]
 */
export const prebuildDirectory = (arch, prebuilds = PREBUILDS) =>
  join(prebuilds, `linux-${arch.node}`);

/** @param {number} abi */
export const runtimeName = (abi) => `runtime.abi${abi}.glibc.node`;

/**
 * Tests have a directory of their own for it: prebuilds/ is what the command installs, so with
 * the runtimes of some targets only it would install those.
 * @param {import('../suites/suites.mjs').Target} target
 * @param {string} [prebuilds]  where it goes
 * @returns {boolean}  false: it was up to date
 */
export function prebuild(target, prebuilds = PREBUILDS) {
  const compiled = compile(target);
  const made = resultsOf(target);
  const out = prebuildDirectory(target.arch, prebuilds);
  const copied = [
    copy(made.plugin, join(out, 'nodejs.so')),
    copy(made.runtime, join(out, runtimeName(target.suite.abi))),
  ];
  return compiled || copied.includes(true);
}

/**
 * What is compiled is kept: the next one finds it here.
 * @param {import('../suites/suites.mjs').Target} target
 * @returns {boolean}  false: it was up to date
 */
export function compile(target) {
  const { suite, arch } = target;
  const headers = provideHeaders(target);
  const tools = toolsFor(arch);
  const work = workDirectory(target);
  const stamp = join(work, 'stamp');
  const compiler = ask(`${tools}g++`, ['--version']).stdout.split('\n')[0];
  const wanted = digest(SOURCES, JSON.stringify({ headers, compiler, target }));
  const upToDate =
    Object.values(resultsOf(target)).every((file) => existsSync(file)) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === wanted;
  if (upToDate) return false;

  say(`building libnode.so.${suite.abi} (${suite.title}) for ${arch.name}`);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  // A tree of its own, so that neither the developer's build directory nor another
  // target's is in the way.
  for (const name of ['binding.gyp', 'native', 'scripts', 'node_modules', 'package.json'])
    symlinkSync(join(root, name), join(work, name));
  const libnode = standIn(work, suite.abi, tools);
  const how = { headers, tools, work, libnode };
  try {
    runPrebuildify(target, { ...how, together: 'build/together' });
  } catch {
    // Two files that use one name for different things: no fault of either.
    say('compiling the files one by one: they do not compile as one (see above)');
    runPrebuildify(target, { ...how, together: '' });
  }
  keep(target, join(work, 'prebuilds', `linux-${arch.node}`));
  writeFileSync(sourcesFile(target), digest(SOURCES, ''));
  writeFileSync(stamp, wanted);
  rmSync(join(work, 'build'), { recursive: true, force: true });
  return true;
}

/** @param {import('../suites/suites.mjs').Target} target */
const workDirectory = ({ suite, arch }) =>
  join(root, '.cache/prebuild', `${arch.node}-abi${suite.abi}`);

/**
 * What the target was built from.
 * @param {import('../suites/suites.mjs').Target} target
 */
const sourcesFile = (target) => join(workDirectory(target), 'sources');

/** @param {import('../suites/suites.mjs').Target} target */
const resultsOf = (target) => ({
  plugin: join(workDirectory(target), 'nodejs.so'),
  runtime: join(workDirectory(target), runtimeName(target.suite.abi)),
});

/**
 * Whether what lies in prebuilds/ was built here, from the sources as they are.
 * @param {import('../suites/suites.mjs').Target} target
 * @param {string} [prebuilds]
 */
export function isOfTheseSources(target, prebuilds = PREBUILDS) {
  const { suite, arch } = target;
  const out = prebuildDirectory(arch, prebuilds);
  // The plugin is one for all suites of the architecture: that of the last one.
  const plugins = SUITES.map((one) => ({ suite: one, arch }))
    .filter(isCompiled)
    .map((one) => resultsOf(one).plugin);
  return (
    isCompiled(target) &&
    isSame(resultsOf(target).runtime, join(out, runtimeName(suite.abi))) &&
    plugins.some((plugin) => isSame(plugin, join(out, 'nodejs.so')))
  );
}

/** @param {import('../suites/suites.mjs').Target} target */
function isCompiled(target) {
  const file = sourcesFile(target);
  return existsSync(file) && readFileSync(file, 'utf8') === digest(SOURCES, '');
}

/**
 * @param {string} file
 * @param {string} other
 */
function isSame(file, other) {
  return existsSync(file) && existsSync(other) && readFileSync(file).equals(readFileSync(other));
}

/**
 * @param {string} from
 * @param {string} to
 * @returns {boolean}  false: it was there
 */
function copy(from, to) {
  if (isSame(from, to)) return false;
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, `${to}.new`);
  renameSync(`${to}.new`, to);
  return true;
}

/**
 * The prefix of compiler and binutils.
 * @param {import('../suites/suites.mjs').Architecture} arch
 */
export function toolsFor(arch) {
  return arch.name === hostArchitecture().name ? '' : `${arch.triplet}-`;
}

/**
 * All that the linker takes from libnode is its name, for DT_NEEDED.
 * @param {string} work
 * @param {number} abi
 * @param {string} tools
 */
function standIn(work, abi, tools) {
  const file = join(work, `libnode.so.${abi}`);
  const options = ['-shared', '-nostdlib', `-Wl,-soname,libnode.so.${abi}`, '-o', file];
  run(`${tools}gcc`, [...options, '-x', 'c', '/dev/null'], {
    advice: 'The compiler says above what is wrong.',
  });
  return file;
}

/**
 * @param {import('../suites/suites.mjs').Target} target
 * @param {object} how
 * @param {import('./headers.mjs').Headers} how.headers
 * @param {string} how.tools
 * @param {string} how.work
 * @param {string} how.libnode
 * @param {string} how.together  where to compile the files of a folder as one; empty: one by one
 */
function runPrebuildify({ suite, arch }, { headers, tools, work, libnode, together }) {
  const gyp = {
    libnode_file: libnode,
    libnode_abi: suite.abi,
    system_include: headers.include,
    time64: arch.name === 'armhf' && suite.time64 ? 1 : 0,
    debug_info: '-g0',
    together,
  };
  // An npm setting such as nodedir or target would silently win over ours, and a file
  // named after one ABI would hold another.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(config|package_config_node_gyp)_|^PREBUILD_/i.test(name),
    ),
  );
  const ccache = ask('ccache', ['--version']).ok ? 'ccache ' : '';
  Object.assign(env, {
    npm_config_nodedir: headers.nodedir,
    npm_config_loglevel: 'error',
    GYP_DEFINES: Object.entries(gyp)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
    CC: `${ccache}${tools}gcc`,
    CXX: `${ccache}${tools}g++`,
    AR: `${tools}ar`,
    MAKEFLAGS: `-j${availableParallelism?.() ?? cpus().length}`,
  });
  const args = ['--no-napi', `--target=${headers.version}`, `--arch=${arch.node}`];
  args.push('--platform=linux', '--name=runtime', '--tag-libc=glibc', `--cwd=${work}`);
  args.push('--strip', `--strip-bin=${tools}strip`);
  run(process.execPath, [join(root, 'node_modules/prebuildify/bin.js'), ...args], {
    env,
    advice: 'The compiler says above what is wrong.',
  });
}

/**
 * @param {import('../suites/suites.mjs').Target} target
 * @param {string} from
 */
function keep(target, from) {
  // prebuildify takes the number from Node's version, which Ubuntu numbers otherwise.
  const runtimes = readdirSync(from).filter((name) => /^runtime\.abi\d+\.glibc\.node$/.test(name));
  if (runtimes.length !== 1 || !existsSync(join(from, 'nodejs.so')))
    throw new SetupError(`prebuildify left ${readdirSync(from).join(' ')} in ${from}.`);
  const files = { plugin: join(from, 'nodejs.so'), runtime: join(from, String(runtimes[0])) };
  check(target, files);
  const results = resultsOf(target);
  renameSync(files.plugin, results.plugin);
  renameSync(files.runtime, results.runtime);
}
