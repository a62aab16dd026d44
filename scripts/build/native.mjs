// @ts-check
// nodejs.so and the runtime for the ABI of one libnode.
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { ask, root, run, SetupError } from '../setup/run.mjs';

const out = join(root, 'dist/collectd');

/** @param {import('../setup/libnode.mjs').Libnode} libnode */
export function buildNative(libnode) {
  nodeGyp(libnode.nodedir, [
    'configure',
    '--',
    `-Dlibnode_file=${libnode.library}`,
    `-Dlibnode_abi=${libnode.abi}`,
  ]);
  nodeGyp(libnode.nodedir, ['build', '--jobs', String(availableParallelism?.() ?? cpus().length)]);
  const runtime = `runtime.abi${libnode.abi}.glibc.node`;
  checkNeeded(join(root, 'build/Release/runtime.node'), `libnode.so.${libnode.abi}`);
  mkdirSync(join(out, 'nodejs'), { recursive: true });
  replace(join(root, 'build/Release/nodejs.so'), join(out, 'nodejs.so'));
  replace(join(root, 'build/Release/runtime.node'), join(out, 'nodejs', runtime));
  placeLibrary(libnode);
}

/**
 * @param {string} nodedir
 * @param {string[]} args
 */
function nodeGyp(nodedir, args) {
  // An npm setting such as nodedir or target reaches node-gyp through the
  // environment and outranks its command line: only this one may.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(config|package_config_node_gyp)_/i.test(name),
    ),
  );
  env.npm_config_nodedir = nodedir;
  env.npm_config_loglevel = 'warn';
  run(process.execPath, [join(root, 'node_modules/node-gyp/bin/node-gyp.js'), ...args], {
    env,
    advice: 'The compiler says above what is wrong.',
  });
}

/**
 * A runtime that needs another libnode than its name says was built with other
 * headers than we think.
 * @param {string} file
 * @param {string} name
 */
function checkNeeded(file, name) {
  const { ok, stdout, stderr } = ask('readelf', ['-d', file]);
  if (ok && stdout.includes(`[${name}]`)) return;
  const needed = stdout.match(/NEEDED.*/g)?.join('\n  ') ?? stderr;
  throw new SetupError(
    `${file} does not need ${name}:\n  ${needed}\n  Run: rm -r build, then repeat this command.`,
  );
}

/**
 * By rename, so that a collectd that has the old file mapped keeps running.
 * @param {string} from
 * @param {string} to
 */
function replace(from, to) {
  copyFileSync(from, `${to}.new`);
  renameSync(`${to}.new`, to);
}

/**
 * A libnode that is not installed goes beside the runtime, where the shim looks.
 * @param {import('../setup/libnode.mjs').Libnode} libnode
 */
function placeLibrary(libnode) {
  const directory = join(out, 'nodejs');
  for (const name of readdirSync(directory)) {
    if (name.startsWith('libnode.so.')) rmSync(join(directory, name));
  }
  if (libnode.installed) return;
  const to = join(directory, `libnode.so.${libnode.abi}`);
  try {
    linkSync(libnode.library, to);
  } catch {
    if (!existsSync(to)) copyFileSync(libnode.library, to);
  }
}
