/** `collectd-nodejs check`: what `collectd -t` does not do. */
import { existsSync } from 'node:fs';
import { type Loading, loadPlugins } from '../conf/daemon.ts';
import { Findings, formatFinding } from '../conf/findings.ts';
import { type Globals, readGlobals } from '../conf/globals.ts';
import type { Item } from '../conf/parser.ts';
import { readConfiguration } from '../conf/read.ts';
import { namedDirectory, namedProgram } from '../named-paths.ts';
import { onlyOne, parseArguments } from '../options.ts';
import { print, printJson } from '../output.ts';
import { type Collectd, findCollectd, guessPluginDir } from '../system/collectd.ts';
import { isFile } from '../system/is-file.ts';
import { findLibnode } from '../system/libnode.ts';
import { scriptDirOf, shippedDirOf } from '../system/plugin-file.ts';
import { loadModule } from './load.ts';
import { PluginOptions } from './options.ts';
import { Syntax } from './syntax.ts';

export const CHECK_USAGE = `collectd-nodejs check [options] [collectd.conf]
  Reads a configuration as collectd would, with all that it includes, and says with
  file and line what would keep the nodejs plugin from starting. Runs nothing.
  --load              also import the modules and call their config callbacks, here, which
                      checks the options of <Module> blocks
  --plugin-dir DIR    collectd's plugin directory, if it is not the built-in one
  --collectd PATH     which collectd; default: the one that is installed
  --json              an object with all findings instead of lines`;

export const CHECK_OPTIONS = {
  load: { type: 'boolean' },
  'plugin-dir': { type: 'string' },
  collectd: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export interface CheckOptions {
  readonly load?: boolean | undefined;
  readonly pluginDir?: string | undefined;
  readonly collectd?: Collectd | undefined;
}

export async function check(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments('check', args, CHECK_OPTIONS);
  if (values.collectd !== undefined) namedProgram('--collectd', values.collectd);
  if (values['plugin-dir'] !== undefined) namedDirectory('--plugin-dir', values['plugin-dir']);
  const collectd = findCollectd('', values.collectd);
  const file = onlyOne(positionals) ?? collectd?.config ?? '/etc/collectd/collectd.conf';
  const pluginDir = values['plugin-dir'] ?? collectd?.pluginDir ?? guessPluginDir();
  const findings = await checkConfiguration(file, { load: values.load, pluginDir, collectd });
  if (values.json) {
    printJson({ file, ok: !findings.failed, findings: findings.all });
  } else {
    for (const finding of findings.all) print(formatFinding(finding));
    const count = (level: string): string => {
      const { length } = findings.all.filter((finding) => finding.level === level);
      return `${length} ${level}${length === 1 ? '' : 's'}`;
    };
    print(`${file}: ${count('error')}, ${count('warning')}${notChecked(values.load)}`);
  }
  return findings.failed ? 1 : 0;
}

function notChecked(load: boolean | undefined): string {
  return load === true
    ? ''
    : '; the modules were not run, and their <Module> options not checked (--load does both)';
}

export async function checkConfiguration(file: string, options: CheckOptions): Promise<Findings> {
  const findings = new Findings();
  const items = readConfiguration(file, findings);
  if (items === undefined) return findings;
  const { pluginDir } = options;
  const known = pluginDir !== undefined && existsSync(pluginDir) ? pluginDir : undefined;
  const loading = loadPlugins(items, known, findings);
  const { directory } = loading;
  const shipped = directory === undefined ? undefined : shippedDirOf(directory);
  const plugin = new PluginOptions(findings, shipped);
  for (const block of loading.blocks) {
    plugin.read(block);
    if (plugin.importSeen) checkLibnode(loading, plugin, block, options.collectd, findings);
  }
  if (loading.blocks.length === 0) {
    const where = { file, line: 0 };
    if (!loading.isWanted) findings.warning(where, 'no LoadPlugin nodejs in it.');
    else if (!findings.failed)
      findings.warning(where, 'no <Plugin nodejs> block in it: nothing is imported.');
  }
  if (options.load !== true) plugin.checkModules([]);
  const globals = usable(readGlobals(items), findings);
  const syntax = new Syntax(findings);
  const configured: Item[] = [];
  for (const module of plugin.imports) {
    const before = findings.all.length;
    syntax.check(module);
    const compiles = findings.all.slice(before).every(({ level }) => level !== 'error');
    if (options.load === true && compiles)
      configured.push(...(await loadModule(module, plugin, globals, findings)));
  }
  if (options.load === true) plugin.checkModules(configured);
  return findings;
}

/** Without files that cannot be read: collectd says so and starts. */
function usable(globals: Globals, findings: Findings): Globals {
  const typesDb = globals.typesDb?.filter(({ file, item }) => {
    if (isFile(file)) return true;
    findings.warning(item, `there is no ${file}; collectd starts without it.`);
    return false;
  });
  return { ...globals, typesDb };
}

/** As the plugin does it at the end of a block; said once. */
function checkLibnode(
  { directory }: Loading,
  plugin: PluginOptions,
  block: { readonly file: string; readonly line: number },
  collectd: Collectd | undefined,
  findings: Findings,
): void {
  const machine = collectd?.elf;
  if (directory === undefined || machine === undefined) return;
  const scope = { scriptDir: scriptDirOf(directory), machine, root: '' };
  const { found, why } = findLibnode(scope, plugin.libnode);
  if (found !== undefined || findings.all.some(({ message }) => message === why)) return;
  findings.error(block, why);
}
