/** By which name a configuration imports the very file that `run` was given. */
import { realpathSync } from 'node:fs';
import { entryFile } from '../../loader/resolve.ts';
import { PluginOptions } from '../check/options.ts';
import { Findings } from '../conf/findings.ts';
import type { Item } from '../conf/parser.ts';

/** @returns undefined when no Import means the module at `path`. */
export function importedName(items: readonly Item[], path: string): string | undefined {
  // Mistakes in these options are for `check` to report.
  const options = new PluginOptions(new Findings());
  for (const item of items) {
    const name = String(item.values[0] ?? '');
    if (item.key.toLowerCase() === 'plugin' && name.toLowerCase() === 'nodejs') options.read(item);
  }
  const wanted = fileThatRuns(path);
  return options.imports.find((one) => fileThatRuns(one.path) === wanted)?.moduleName;
}

/** Of a package, the file that its package.json names. */
function fileThatRuns(path: string): string {
  try {
    return realpathSync(entryFile(path));
  } catch {
    return path;
  }
}
