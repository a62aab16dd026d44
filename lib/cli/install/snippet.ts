/** The piece of configuration that `install --conf` writes. */
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { wrongValue } from '../options.ts';
import { CommandError } from '../output.ts';
import type { Target } from './target.ts';

/** Debian's collectd.conf includes what is there. */
export function snippetFile({ collectd }: Target): string {
  const config = collectd?.config ?? '/etc/collectd/collectd.conf';
  return join(dirname(config), 'collectd.conf.d/nodejs.conf');
}

export function snippet({ pluginDir, isBuiltIn, collectd }: Target): string {
  const back = collectd?.pluginDir ?? '/usr/lib/collectd';
  const before = isBuiltIn ? '' : `PluginDir "${pluginDir}"\n`;
  const after = isBuiltIn ? '' : `PluginDir "${back}"\n`;
  return `# collectd plugins in TypeScript, see docs/collectd-nodejs.5.md of the package collectd-nodejs
${before}LoadPlugin nodejs
${after}
<Plugin nodejs>
  # Where your modules are. Only root, or the user of collectd, should be able to write there.
  #ModulePath "/opt/collectd/plugins"

  # Imports name.ts, name.mts, name.cts, name.js, name.mjs, name.cjs, or name/index.ts and so on.
  #Import "name"

  # What the config callback of that module gets.
  #<Module name>
  #  Key "value"
  #</Module>

  # Logs the stack of what modules throw.
  #LogTraces true
</Plugin>
`;
}

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Before anything is changed: what the user has named. */
export function requireConfFile(file: string): void {
  const expected = 'a file that your collectd.conf includes';
  if (isDirectory(file)) throw wrongValue('--conf-file', expected, file, 'it is a directory');
  if (file === '' || !isDirectory(dirname(file)))
    throw wrongValue('--conf-file', expected, file, `there is no directory ${dirname(file)}`);
}

/** Before anything is changed: where Debian's collectd.conf looks. */
export function requireSnippetPlace(file: string, { collectd }: Target): void {
  if (existsSync(file) || existsSync(dirname(file))) return;
  const config = collectd?.config ?? '';
  if (config !== '' && !existsSync(config)) {
    throw new CommandError(
      `There is no ${config}: collectd-core comes without one. Install the package that has it: sudo apt install --no-install-recommends collectd libmnl0; then repeat this command.`,
    );
  }
  throw new CommandError(
    `${dirname(file)} does not exist. Name a file that your collectd.conf includes with --conf-file.`,
  );
}

/** What was done: a file of the user's is left as it is. */
export function writeSnippet(file: string, text: string): 'written' | 'there already' | 'kept' {
  if (existsSync(file)) return readFileSync(file, 'utf8') === text ? 'there already' : 'kept';
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
  return 'written';
}
