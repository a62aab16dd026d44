// @ts-check
// Whether a prebuilt file is what its name says, asked of the file itself.
import { basename } from 'node:path';
import { ask, SetupError } from '../setup/run.mjs';
import { provideRoot } from '../suites/root-file-system.mjs';
import { oldest } from '../suites/suites.mjs';
import { missingSymbols } from './symbols.mjs';

/**
 * @param {import('../suites/suites.mjs').Target} target
 * @param {{ plugin: string, runtime: string }} files
 */
export function check(target, { plugin, runtime }) {
  checkPlugin(target.arch, plugin);
  checkRuntime(target, runtime);
  checkSymbols(target, { plugin, runtime });
}

/**
 * @param {import('../suites/suites.mjs').Architecture} arch
 * @param {string} plugin
 */
export function checkPlugin(arch, plugin) {
  checkMachine(arch, plugin);
  expect(plugin, 'libnode', needed(plugin).filter(isLibnode).join(), '');
  expect(plugin, 'directory', note(plugin, 'COLLECTD_NODEJS_DIRECTORY'), 'nodejs');
}

/**
 * @param {import('../suites/suites.mjs').Target} target
 * @param {string} runtime
 */
export function checkRuntime({ suite, arch }, runtime) {
  checkMachine(arch, runtime);
  expect(runtime, 'libnode', needed(runtime).filter(isLibnode).join(), `libnode.so.${suite.abi}`);
  expect(runtime, 'NODE_MODULE_VERSION', compiledAbi(runtime), String(suite.abi));
}

/**
 * @param {import('../suites/suites.mjs').Architecture} arch
 * @param {string} file
 */
function checkMachine(arch, file) {
  expect(file, 'machine', header(file, 'Machine'), arch.machine);
  expect(file, 'type', header(file, 'Type').split(' ')[0], 'DYN');
  if (arch.name === 'armhf') checkArm(file);
}

/**
 * @param {import('../suites/suites.mjs').Target} target
 * @param {{ plugin: string, runtime: string }} files
 */
function checkSymbols({ suite, arch }, { plugin, runtime }) {
  // The plugin is one for all suites of the architecture.
  const everywhere = provideRoot({ suite: oldest, arch });
  expect(plugin, `missing in ${everywhere}`, missingSymbols(plugin, everywhere).join(', '), '');
  const root = provideRoot({ suite: suite.debian ? suite : oldest, arch });
  const libnode = suite.debian ? `libnode.so.${suite.abi}` : undefined;
  const missing = missingSymbols(runtime, root, libnode);
  expect(runtime, `missing in ${root}`, missing.join(', '), '');
}

/** @param {string} name */
const isLibnode = (name) => name.startsWith('libnode');

/**
 * @param {string} file
 * @param {string} what
 * @param {string | undefined} found
 * @param {string} wanted
 */
function expect(file, what, found, wanted) {
  if (found === wanted) return;
  throw new SetupError(
    `${basename(file)}: ${what} is ${found || 'none'}, and should be ${wanted || 'none'}.\n  ${file}\n  Are the headers and the compiler those of this target? "rm -r .cache" starts afresh.`,
  );
}

/**
 * @param {string} file
 * @param {string} field
 */
function header(file, field) {
  const { stdout } = readelf('-h', file);
  return stdout.match(new RegExp(`^ *${field}: +(.*?) *$`, 'm'))?.[1] ?? '';
}

/** @param {string} file */
function needed(file) {
  return [...readelf('-d', file).stdout.matchAll(/\(NEEDED\).*\[(.*)\]/g)].map(
    ([, name]) => name ?? '',
  );
}

/**
 * What native/lifecycle/entry.cc left in the file.
 * @param {string} file
 */
export function compiledAbi(file) {
  return note(file, 'NODE_MODULE_VERSION');
}

/**
 * @param {string} file
 * @param {string} name
 */
function note(file, name) {
  const { stdout } = ask('readelf', ['-W', '-p', '.collectd_nodejs', file]);
  return stdout.match(new RegExp(`${name}=([\\w.-]+)`))?.[1];
}

/**
 * ARMv7 with floating point in registers, as all of armhf.
 * @param {string} file
 */
function checkArm(file) {
  const { stdout } = readelf('-A', file);
  expect(file, 'processor', stdout.match(/Tag_CPU_arch: (.*)/)?.[1], 'v7');
  expect(file, 'calling convention', stdout.match(/Tag_ABI_VFP_args: (.*)/)?.[1], 'VFP registers');
}

/**
 * @param {string} option
 * @param {string} file
 */
function readelf(option, file) {
  const result = ask('readelf', ['-W', option, file]);
  if (!result.ok) throw new SetupError(`readelf ${option} ${file}: ${result.stderr.trim()}`);
  return result;
}
