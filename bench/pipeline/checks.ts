import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { Site } from '../daemon/daemon.ts';
import { drive, type Pass } from '../daemon/driver.ts';
import type { CheckTiming } from '../report/results.ts';
import type { Effort } from './effort.ts';
import { costs } from './measure.ts';
import { nodejsConfig, nodejsDir } from './subjects.ts';

/**
 * What the search for mistakes costs a dispatch(): fields that a value list does not have are looked
 * for in some of the lists. The same plugin without it runs beside it in the same minutes.
 */

const root = resolve(import.meta.dirname, '../..');

/** A copy of the plugin that looks for none. */
async function buildUnchecked(site: Site): Promise<string> {
  const copy = join(site.dir, 'unchecked');
  cpSync(nodejsDir, copy, { recursive: true });
  let replaced = 0;
  await build({
    absWorkingDir: root,
    entryPoints: ['lib/worker/boot.ts'],
    outfile: join(copy, 'nodejs/boot.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'es2022',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
    plugins: [
      {
        name: 'unchecked',
        setup: ({ onLoad }) =>
          onLoad({ filter: /\/lib\/values\/unknown-fields\.ts$/ }, () => {
            replaced++;
            return {
              contents:
                'export const areFieldsChecked = () => false; export const checkFields = () => {};',
            };
          }),
      },
    ],
  });
  if (replaced !== 1) throw new Error('lib/values/unknown-fields.ts is not in the bundle');
  return copy;
}

export async function measureChecks(site: Site, effort: Effort): Promise<CheckTiming> {
  const modules = join(import.meta.dirname, '../modules');
  const unchecked = await buildUnchecked(site);
  const measured = [unchecked, nodejsDir].map((dir) => ({
    callback: {
      identifier: 'nodejs.bench',
      config: nodejsConfig(modules, ['bench_reader'], dir),
    },
    passes: [] as Pass[],
  }));
  const { checks, dispatchPasses } = effort;
  const task = {
    mode: 'dispatch',
    values: effort.dispatchValues,
    warmup: 2,
    passes: dispatchPasses,
  } as const;
  for (let round = 1; round <= checks.rounds; round++)
    for (const { callback, passes } of measured)
      passes.push(...(await drive(site, task, callback)));
  const [without, with_] = measured.map(({ passes }) => costs(passes, 'wall'));
  if (without === undefined || with_ === undefined) throw new Error('nothing was measured');
  const ratio = (with_.median / without.median).toFixed(3);
  console.log(
    `bench: checks   without ${without.median.toFixed(4)} µs, with ${with_.median.toFixed(4)} µs, ${ratio} times`,
  );
  return { without, with: with_ };
}
