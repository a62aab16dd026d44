/**
 * What the daemon makes of a configuration before any plugin has its say: PluginDir,
 * LoadPlugin, global options, and which blocks reach the nodejs plugin.
 */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from './findings.ts';
import type { Item, Value } from './parser.ts';

export interface Loading {
  /** The `<Plugin nodejs>` blocks that the plugin gets, in file order. */
  readonly blocks: readonly Item[];
  /** Where nodejs.so is loaded from; undefined: it is not loaded. */
  readonly directory: string | undefined;
  /** Of PluginDir, whether nodejs is loaded or not. */
  readonly lastPluginDir: string;
  /** Whether anything asks for nodejs, with success or without. */
  readonly isWanted: boolean;
}

const GLOBALS = new Set(
  [
    'BaseDir',
    'PIDFile',
    'Hostname',
    'FQDNLookup',
    'Interval',
    'ReadThreads',
    'WriteThreads',
    'WriteQueueLimitHigh',
    'WriteQueueLimitLow',
    'Timeout',
    'AutoLoadPlugin',
    'CollectInternalStats',
    'PreCacheChain',
    'PostCacheChain',
    'MaxReadInterval',
  ].map((name) => name.toLowerCase()),
);

/** @param pluginDir - collectd's built-in one; undefined: nobody knows, and no plugin is looked for. */
export function loadPlugins(
  items: readonly Item[],
  pluginDir: string | undefined,
  findings: Findings,
): Loading {
  const blocks: Item[] = [];
  const loaded = new Set<string>();
  let directory: string | undefined;
  let current = pluginDir;
  let autoLoad = false;
  let isWanted = false;

  const load = (item: Item, name: string): void => {
    const isOurs = name.toLowerCase() === 'nodejs';
    if (isOurs) isWanted = true;
    if (loaded.has(name.toLowerCase())) return;
    if (current !== undefined && !hasPlugin(current, name)) {
      findings.error(
        item,
        `${item.key} ${name}: there is no plugin file ${name}.so in ${current}.${isOurs ? ' Put it there: sudo collectd-nodejs install' : ''}`,
      );
      return;
    }
    loaded.add(name.toLowerCase());
    if (isOurs) directory = current;
  };

  for (const item of items) {
    const key = item.key.toLowerCase();
    const name = item.values[0];
    if (key === 'plugindir' && item.children.length === 0) {
      if (one(item.values)) current = name as string;
      else findings.error(item, 'PluginDir needs one path in quotes.');
    } else if (key === 'loadplugin') {
      if (one(item.values)) load(item, name as string);
      else findings.error(item, 'LoadPlugin needs one name.');
    } else if (key === 'plugin') {
      if (typeof name !== 'string') {
        findings.error(item, 'a <Plugin> block needs the name of a plugin first.');
        continue;
      }
      if (!loaded.has(name.toLowerCase()) && autoLoad) load(item, name);
      if (name.toLowerCase() !== 'nodejs') continue;
      if (loaded.has('nodejs')) blocks.push(item);
      else {
        findings.warning(
          item,
          'collectd passes over this block, because the plugin is not loaded yet. Write LoadPlugin nodejs above it.',
        );
      }
    } else if (GLOBALS.has(key) && item.children.length === 0) {
      if (item.values.length !== 1) findings.error(item, `${item.key} needs exactly one value.`);
      else if (key === 'autoloadplugin') autoLoad = isTrue(name);
    }
  }
  return { blocks, directory, lastPluginDir: current ?? '', isWanted };
}

const one = (values: readonly Value[]): boolean =>
  values.length === 1 && typeof values[0] === 'string';

function isTrue(value: Value | undefined): boolean {
  return value === true || (typeof value === 'string' && /^(true|yes|on)$/i.test(value));
}

/** The daemon takes a regular file of that name in any case. */
function hasPlugin(directory: string, name: string): boolean {
  const file = `${name === 'libvirt' ? 'virt' : name}.so`.toLowerCase();
  try {
    return readdirSync(directory).some(
      (entry) => entry.toLowerCase() === file && lstatSync(join(directory, entry)).isFile(),
    );
  } catch {
    return false;
  }
}
