// @ts-check
// `npm run prebuild`: prebuilds/ with the plugin and a runtime for each libnode and
// processor. With --suite and --arch only some of them.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { install } from './setup/apt.mjs';
import { providePackages } from './setup/npm.mjs';
import { root, runMain, say } from './setup/run.mjs';
import { hostArchitecture, select } from './suites/suites.mjs';

const PACKAGES = {
  'g++': 'compiles the native part',
  make: 'node-gyp drives the compiler with it',
  python3: 'node-gyp is written in it',
};

/** @param {import('./suites/suites.mjs').Target[]} targets */
export async function prebuildAll(targets) {
  const host = hostArchitecture();
  const foreign = targets.map(({ arch }) => arch).filter(({ name }) => name !== host.name);
  install({
    ...PACKAGES,
    ...Object.fromEntries(foreign.map((arch) => [arch.compiler, `compiles for ${arch.name}`])),
  });
  providePackages();
  const { prebuild, prebuildDirectory, runtimeName } = await import('./prebuild/compile.mjs');
  for (const target of targets) {
    const { suite, arch } = target;
    const built = prebuild(target);
    const file = join(prebuildDirectory(arch), runtimeName(suite.abi));
    const size = Math.round(statSync(file).size / 1024);
    say(`${file.slice(root.length + 1)}: ${built ? `${size} KiB` : 'up to date'}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(() => prebuildAll(select(process.argv.slice(2))));
}
