// @ts-check
// `npm run prebuild`: prebuilds/ with the plugin and a runtime for each libnode and
// processor. With --suite and --arch only some of them, with --out in another directory.
import { statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { install } from './setup/apt.mjs';
import { providePackages } from './setup/npm.mjs';
import { root, runMain, SetupError, say } from './setup/run.mjs';
import { hostArchitecture, select } from './suites/suites.mjs';

const PACKAGES = {
  'g++': 'compiles the native part',
  make: 'node-gyp drives the compiler with it',
  python3: 'node-gyp is written in it',
};

/**
 * @param {import('./suites/suites.mjs').Target[]} targets
 * @param {string} [prebuilds]  where they go
 */
export async function prebuildAll(targets, prebuilds = join(root, 'prebuilds')) {
  provideCompilers(targets);
  const { prebuild, prebuildDirectory, runtimeName } = await import('./prebuild/compile.mjs');
  for (const target of targets) {
    const { suite, arch } = target;
    const built = prebuild(target, prebuilds);
    const file = join(prebuildDirectory(arch, prebuilds), runtimeName(suite.abi));
    const size = Math.round(statSync(file).size / 1024);
    say(`${relative(root, file)}: ${built ? `${size} KiB` : 'up to date'}`);
  }
}

/**
 * Compiles them, and copies nothing: the next `prebuildAll` has nothing to compile.
 * @param {import('./suites/suites.mjs').Target[]} targets
 */
export async function compileAll(targets) {
  provideCompilers(targets);
  const { compile } = await import('./prebuild/compile.mjs');
  for (const target of targets) compile(target);
}

/** @param {import('./suites/suites.mjs').Target[]} targets */
function provideCompilers(targets) {
  const host = hostArchitecture();
  const foreign = targets.map(({ arch }) => arch).filter(({ name }) => name !== host.name);
  install({
    ...PACKAGES,
    ...Object.fromEntries(foreign.map((arch) => [arch.compiler, `compiles for ${arch.name}`])),
  });
  providePackages();
}

/** @param {string[]} args */
function outOf(args) {
  const at = args.indexOf('--out');
  if (at < 0) return { args, out: undefined };
  const out = args[at + 1];
  if (out === undefined) throw new SetupError('--out: name a directory.');
  return { args: args.toSpliced(at, 2), out: resolve(out) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(() => {
    const { args, out } = outOf(process.argv.slice(2));
    return prebuildAll(select(args), out);
  });
}
