/** The piece of configuration that `install --conf` writes. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

/**
 * Before anything is changed.
 *
 * @param isNamed - whether the user has named the file.
 */
export function requireSnippetPlace(file: string, { collectd }: Target, isNamed: boolean): void {
  if (existsSync(file) || existsSync(dirname(file))) return;
  const config = collectd?.config ?? '';
  if (!isNamed && config !== '' && !existsSync(config)) {
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
