// @ts-check
// boot.js and transpiler.js, each one file without dependencies, and the types.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root, run } from '../setup/run.mjs';

const out = join(root, 'dist/collectd/nodejs');

export async function buildJavaScript() {
  mkdirSync(out, { recursive: true });
  await bundle('lib/boot.ts', 'boot.js');
  await bundle('lib/transpile.ts', 'transpiler.js');
  // The project's package.json says "module" for everything below it.
  writeFileSync(join(out, 'package.json'), '{ "type": "commonjs" }\n');
  run(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.types.json'],
    {
      advice: 'Run "npm run lint" for the whole list.',
    },
  );
}

/**
 * @param {string} from
 * @param {string} to
 */
async function bundle(from, to) {
  await build({
    absWorkingDir: root,
    entryPoints: [from],
    outfile: join(out, to),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'es2022',
    // The ES modules of a package, where it has them: unused parts fall away.
    mainFields: ['module', 'main'],
    legalComments: 'inline',
    logLevel: 'warning',
  });
}
