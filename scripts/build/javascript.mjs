// @ts-check
// boot.js, thread.js, repl.js, transpiler.js and network.js for collectd, the network module and
// the command for any Node, each one file without dependencies, and the types.
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root, run, SetupError } from '../setup/run.mjs';
import { declareModule } from './declarations.mjs';

const dist = join(root, 'dist');
const out = join(dist, 'collectd/nodejs');
const FOR_COLLECTD = /** @type {const} */ ({ format: 'cjs', target: 'es2022' });
const FOR_REPL = { ...FOR_COLLECTD, external: ['collectd', 'collectd-nodejs/interactive'] };
const FOR_NODE = /** @type {const} */ ({ format: 'esm', target: 'node18' });

export async function buildJavaScript() {
  mkdirSync(out, { recursive: true });
  await bundle('lib/worker/boot.ts', 'collectd/nodejs/boot.js', FOR_COLLECTD);
  await bundle('lib/worker/thread-boot.ts', 'collectd/nodejs/thread.js', FOR_COLLECTD);
  await bundle('lib/repl/index.ts', 'collectd/nodejs/repl.js', FOR_REPL);
  await bundle('lib/transpile/index.ts', 'collectd/nodejs/transpiler.js', FOR_COLLECTD);
  await bundle('lib/network/index.ts', 'collectd/nodejs/network.js', FOR_COLLECTD);
  await bundle('lib/network/index.ts', 'network/index.js', FOR_NODE);
  await bundle('lib/cli/main.ts', 'cli/collectd-nodejs.js', FOR_NODE);
  await bundle('lib/cli/run/worker.ts', 'cli/plugin-worker.js', FOR_NODE);
  // For `collectd-nodejs explain`.
  copyFileSync(join(root, 'docs/troubleshooting.md'), join(dist, 'cli/troubleshooting.txt'));
  chmodSync(join(dist, 'cli/collectd-nodejs.js'), 0o755);
  // The project's package.json says "module" for everything below it.
  writeFileSync(join(out, 'package.json'), '{ "type": "commonjs" }\n');
  run(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.types.json'],
    {
      advice: 'Run "npm run lint" for the whole list.',
    },
  );
  // Beside the plugin, so that they are wherever it is.
  declareModule('collectd', 'index.d.ts', 'collectd/nodejs/collectd.d.ts');
  // And where a package.json says "module", for those who install the package.
  declareModule('collectd', 'index.d.ts', 'types/collectd.d.ts');
  declareModule('collectd-nodejs/network', 'network/index.d.ts', 'collectd/nodejs/network.d.ts');
}

/**
 * @param {string} from
 * @param {string} to  below dist
 * @param {Pick<import('esbuild').BuildOptions, 'format' | 'target' | 'external'>} options
 */
async function bundle(from, to, options) {
  await build({
    absWorkingDir: root,
    entryPoints: [from],
    outfile: join(dist, to),
    bundle: true,
    platform: 'node',
    ...options,
    // The ES modules of a package, where it has them: unused parts fall away.
    mainFields: ['module', 'main'],
    legalComments: 'inline',
    logLevel: 'warning',
  }).catch(() => {
    throw new SetupError(`bundling ${from} failed: esbuild says above what is wrong.`);
  });
}
