import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The driver and its C counterparts are plugins compiled into the temporary directory of the run. */

const sources = {
  bench_driver: ['driver.c', 'carbon.c', 'passes.c', 'series.c', 'sink.c', 'report.c', 'origin.c'],
  bench_writer: ['writer.c', 'origin.c'],
  bench_reader: ['reader.c', 'origin.c'],
};

// -isystem: collectd's headers are not free of warnings, ours have to be.
const flags = [
  '-std=gnu11',
  '-O2',
  '-Wall',
  '-Wextra',
  '-fPIC',
  '-shared',
  '-pthread',
  '-D_GNU_SOURCE',
  '-DHAVE_CONFIG_H',
  ...['core', 'core/daemon', ''].flatMap((dir) => ['-isystem', `/usr/include/collectd/${dir}`]),
];

export function buildNative(target: string): void {
  const here = join(import.meta.dirname, '../native');
  for (const [plugin, files] of Object.entries(sources)) {
    const output = join(target, `${plugin}.so`);
    const args = [...flags, '-o', output, ...files.map((file) => join(here, file))];
    const { status, error } = spawnSync('gcc', args, { stdio: 'inherit' });
    if (status !== 0) throw new Error(`gcc could not build ${plugin}`, { cause: error });
  }
}
