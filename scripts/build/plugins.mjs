// @ts-check
// dist/collectd/nodejs/plugins: the shipped plugins, each one file with all that it imports.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root, SetupError } from '../setup/run.mjs';

const out = join(root, 'dist/collectd/nodejs/plugins');

/** The directories of plugins/. */
export function shippedPlugins() {
  return readdirSync(join(root, 'plugins'))
    .filter((name) => existsSync(join(root, 'plugins', name, 'index.ts')))
    .sort();
}

/** @param {string} name */
export const shippedFile = (name) => `collectd/nodejs/plugins/${name}.js`;

export async function buildPlugins() {
  // One that is not shipped any more must not be found.
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const name of shippedPlugins()) {
    await build({
      absWorkingDir: root,
      entryPoints: [`plugins/${name}/index.ts`],
      outfile: join(root, 'dist', shippedFile(name)),
      bundle: true,
      platform: 'node',
      // The quickest for the loader: it is required as it is.
      format: 'cjs',
      target: 'node18',
      external: ['collectd', 'collectd-nodejs/*'],
      mainFields: ['module', 'main'],
      legalComments: 'inline',
      logLevel: 'warning',
    }).catch(() => {
      throw new SetupError(`bundling plugins/${name} failed: esbuild says above what is wrong.`);
    });
  }
}
