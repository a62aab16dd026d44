/** The collectd of a system, as it describes itself. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ask } from './command.ts';
import { type ElfFile, readElfFile } from './elf-file.ts';

export interface Collectd {
  readonly path: string;
  /** "5.12.0", or an empty string when it does not say. */
  readonly version: string;
  /** Built in: where plugins are unless PluginDir says otherwise. */
  readonly pluginDir: string | undefined;
  readonly config: string;
  /** Why it could not be run, or an empty string. */
  readonly problem: string;
  /** Undefined: it is no ELF file. */
  readonly elf: ElfFile | undefined;
}

const USUAL = ['/usr/sbin', '/usr/local/sbin', '/opt/collectd/sbin', '/usr/bin', '/usr/local/bin'];
const USUAL_PLUGIN_DIRS = [
  '/usr/lib/collectd',
  '/usr/local/lib/collectd',
  '/opt/collectd/lib/collectd',
];

/** Undefined: there is none. */
export function findCollectd(root = '', named?: string): Collectd | undefined {
  const path = named ?? candidates(root).find((one) => existsSync(one));
  if (path === undefined || !existsSync(path)) return undefined;
  const { ok, stdout, stderr } = ask(path, ['-h'], { seconds: 20 });
  const text = stdout + stderr;
  const value = (name: string): string | undefined =>
    new RegExp(`^\\s*${name}\\s+(/\\S.*)$`, 'm').exec(text)?.[1]?.trim();
  const version = /^collectd (\d[\w.+~-]*?)(?:\.git)?,/m.exec(text)?.[1] ?? '';
  return {
    path,
    version,
    pluginDir: value('Plugin directory'),
    config: value('Config file') ?? '/etc/collectd/collectd.conf',
    problem: ok || version !== '' ? '' : stderr.trim().split('\n')[0] || 'it does not run',
    elf: elfOf(path),
  };
}

export function searchedForCollectd(root = ''): string {
  return candidates(root).join(', ');
}

function candidates(root: string): string[] {
  const path = root === '' ? (process.env.PATH ?? '').split(delimiter).filter(Boolean) : [];
  return [...new Set([...USUAL.map((dir) => join(root || '/', dir)), ...path])].map((dir) =>
    join(dir, 'collectd'),
  );
}

/** Where a collectd that does not say so may have its plugins. */
export function guessPluginDir(root = ''): string | undefined {
  if (root === '') {
    const listed = ask('dpkg', ['-L', 'collectd-core']).stdout;
    const plugin = /^(\/.*)\/cpu\.so$/m.exec(listed)?.[1];
    if (plugin !== undefined) return plugin;
  }
  return USUAL_PLUGIN_DIRS.find((dir) => existsSync(join(root || '/', dir)));
}

function elfOf(path: string): ElfFile | undefined {
  try {
    return readElfFile(path, undefined, false);
  } catch {
    return undefined;
  }
}
