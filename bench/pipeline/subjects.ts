import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Site } from '../daemon/daemon.ts';
import { pluginDir } from '../daemon/peers.ts';
import type { Language } from '../report/results.ts';

/** What is compared: the same callbacks in each language, and how collectd is told to load them. */

export interface Subject {
  readonly language: Language;
  readonly writer: Callback;
  /** There is no batch to dispatch from. */
  readonly reader?: Callback;
}

export interface Callback {
  /** What plugin_write() is given. */
  readonly identifier: string;
  readonly config: readonly string[];
}

export const nodejsDir = resolve(import.meta.dirname, '../../dist/collectd');

export function subjects(site: Site): Subject[] {
  return [native(site), lua(site), python(site), ...typescript()];
}

function native(site: Site): Subject {
  const load = (plugin: string): Callback => ({
    identifier: plugin,
    config: [`PluginDir "${site.native}"`, `LoadPlugin ${plugin}`],
  });
  return { language: 'C', writer: load('bench_writer'), reader: load('bench_reader') };
}

function lua(site: Site): Subject {
  const load = (script: string): Callback => ({
    identifier: `lua/${site.peers}/${script}.lua/bench()`,
    config: [
      `PluginDir "${pluginDir}"`,
      'LoadPlugin lua',
      '<Plugin lua>',
      `  BasePath "${site.peers}"`,
      `  Script "${script}.lua"`,
      '</Plugin>',
    ],
  });
  return { language: 'Lua', writer: load('bench_writer'), reader: load('bench_reader') };
}

function python(site: Site): Subject {
  const load = (module: string): Callback => ({
    identifier: 'python.bench',
    config: [
      `PluginDir "${pluginDir}"`,
      'LoadPlugin python',
      '<Plugin python>',
      `  ModulePath "${site.peers}"`,
      `  Import "${module}"`,
      '</Plugin>',
    ],
  });
  return { language: 'Python', writer: load('bench_writer'), reader: load('bench_reader') };
}

export function nodejsBuilt(): boolean {
  return existsSync(join(nodejsDir, 'nodejs.so'));
}

/** A module that fails ends collectd at once, instead of a driver that waits for it. */
export function nodejsConfig(
  modulePath: string,
  imports: readonly string[],
  pluginDirectory = nodejsDir,
): string[] {
  return [
    `PluginDir "${pluginDirectory}"`,
    'LoadPlugin nodejs',
    '<Plugin nodejs>',
    '  OnError "exit"',
    '  LogPrefix false',
    `  ModulePath "${modulePath}"`,
    ...imports.map((name) => `  Import "${name}"`),
    '</Plugin>',
  ];
}

function typescript(): Subject[] {
  if (!nodejsBuilt()) return [];
  const load = (module: string): Callback => ({
    identifier: 'nodejs.bench',
    config: nodejsConfig(join(import.meta.dirname, '../modules'), [module]),
  });
  return [
    { language: 'TypeScript', writer: load('bench_writer'), reader: load('bench_reader') },
    { language: 'TypeScript batch', writer: load('bench_batch') },
  ];
}
