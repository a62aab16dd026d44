// @ts-check
// Leaves dist/collectd: nodejs.so, and beside it all that it needs.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildJavaScript } from './build/javascript.mjs';
import { buildManual } from './build/manual.mjs';
import { buildNative } from './build/native.mjs';
import { buildPlugins, shippedFile, shippedPlugins } from './build/plugins.mjs';
import { bringUpToDate } from './build/stamp.mjs';
import { findLibnode } from './setup/libnode.mjs';
import { root, runMain, SetupError, say } from './setup/run.mjs';

const NATIVE = ['native', 'binding.gyp', 'package.json', 'scripts/build', 'scripts/build.mjs'];
const JAVASCRIPT = [
  'lib',
  'docs/troubleshooting.md',
  'tsconfig.json',
  'tsconfig.types.json',
  'package-lock.json',
  'scripts/build',
  'scripts/build.mjs',
];
const PLUGINS = ['plugins', 'package-lock.json', 'scripts/build/plugins.mjs'];
const MANUALS = [
  'docs/collectd-nodejs.5.md',
  'lib/cli',
  'package.json',
  'scripts/build/command-manual.mjs',
  'scripts/build/manual.mjs',
];

export async function build({ force = false } = {}) {
  const libnode = findLibnode();
  if (!libnode) throw new SetupError('There is no libnode to build against.\n  Run: npm run setup');
  if (force) rmSync(join(root, 'dist'), { recursive: true, force: true });
  const which = JSON.stringify(libnode);
  const libraries = ['collectd/nodejs.so', `collectd/nodejs/runtime.abi${libnode.abi}.glibc.node`];
  if (!libnode.installed) libraries.push(`collectd/nodejs/libnode.so.${libnode.abi}`);
  await bringUpToDate('native part', { results: libraries, sources: NATIVE, more: which }, () => {
    say(`building the native part for libnode.so.${libnode.abi}`);
    buildNative(libnode);
  });
  const scripts = [
    'collectd/nodejs/boot.js',
    'collectd/nodejs/thread.js',
    'collectd/nodejs/repl.js',
    'collectd/nodejs/transpiler.js',
    'collectd/nodejs/network.js',
    'collectd/nodejs/collectd.d.ts',
    'collectd/nodejs/network.d.ts',
    'network/index.js',
    'cli/collectd-nodejs.js',
    'cli/plugin-worker.js',
    'cli/troubleshooting.txt',
  ];
  await bringUpToDate('JavaScript part', { results: scripts, sources: JAVASCRIPT }, async () => {
    say('bundling the JavaScript part');
    await buildJavaScript();
  });
  const plugins = shippedPlugins().map(shippedFile);
  await bringUpToDate('shipped plugins', { results: plugins, sources: PLUGINS }, async () => {
    say('bundling the shipped plugins');
    await buildPlugins();
  });
  const manuals = ['man/collectd-nodejs.1', 'man/collectd-nodejs.5'];
  await bringUpToDate('man pages', { results: manuals, sources: MANUALS }, () => {
    say('making the man pages');
    buildManual();
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(() => build({ force: process.argv.includes('--force') }));
}
