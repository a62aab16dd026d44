// Small C plugins of the tests' own.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quote } from '../harness/index.ts';

const headers = '/usr/include/collectd';

/** Builds test/daemon/native/<name>.c for a daemon; returns the lines that load it. */
export function nativePlugin(dir: string, name: string, libraries: readonly string[] = []): string {
  const source = fileURLToPath(new URL(`./${name}.c`, import.meta.url));
  const directory = join(dir, 'native');
  mkdirSync(directory, { recursive: true });
  const include = [`${headers}/core`, `${headers}/core/daemon`, headers].flatMap((path) => [
    '-isystem',
    path,
  ]);
  const flags = ['-std=gnu11', '-D_GNU_SOURCE', '-DHAVE_CONFIG_H', '-fPIC', '-shared', '-Wall'];
  const output = ['-o', join(directory, `${name}.so`)];
  execFileSync('gcc', [...flags, ...include, source, ...output, ...libraries], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return `PluginDir ${quote(directory)}\nLoadPlugin ${name}\nPluginDir "/usr/lib/collectd"\n`;
}
