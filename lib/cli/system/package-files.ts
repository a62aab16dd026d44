/** What this package has to install: prebuilt files of one processor, or what a build left. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../root.ts';

export interface PackageFiles {
  /** Below the plugin directory: where it goes, and where it comes from. */
  readonly files: ReadonlyMap<string, string>;
  readonly abis: readonly number[];
  /** Where the runtimes are. */
  readonly runtimeDir: string;
  readonly from: 'prebuilds' | 'build';
}

const RUNTIME = /^runtime\.abi(\d+)\.glibc\.node$/;
const SCRIPT = /^(\w+(\.d)?\.[jt]s|package\.json)$/;

/** The processors that there are prebuilt files for. */
export function prebuiltArchitectures(root = packageRoot): string[] {
  const directory = join(root, 'prebuilds');
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => existsSync(join(directory, name, 'nodejs.so')))
    .map((name) => name.replace(/^linux-/, ''))
    .sort();
}

/** Undefined: nothing for this processor (Node's name of it). */
export function packageFiles(architecture: string, root = packageRoot): PackageFiles | undefined {
  const prebuilt = join(root, 'prebuilds', `linux-${architecture}`);
  const built = join(root, 'dist/collectd');
  const scriptDir = join(built, 'nodejs');
  const choices = [
    { from: 'prebuilds', plugin: join(prebuilt, 'nodejs.so'), runtimes: prebuilt },
    { from: 'build', plugin: join(built, 'nodejs.so'), runtimes: scriptDir },
  ] as const;
  for (const { from, plugin, runtimes } of choices) {
    if (!existsSync(plugin) || (from === 'build' && architecture !== process.arch)) continue;
    const files = new Map<string, string>([['nodejs.so', plugin]]);
    for (const directory of ['', 'plugins/']) {
      for (const name of scriptsIn(join(scriptDir, directory))) {
        files.set(`nodejs/${directory}${name}`, join(scriptDir, directory, name));
      }
    }
    const abis: number[] = [];
    for (const name of readdirSync(runtimes).sort()) {
      const abi = Number(RUNTIME.exec(name)?.[1]);
      if (!abi) continue;
      abis.push(abi);
      files.set(`nodejs/${name}`, join(runtimes, name));
    }
    return { files, abis, runtimeDir: runtimes, from };
  }
  return undefined;
}

function scriptsIn(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => SCRIPT.test(name))
    .sort();
}
