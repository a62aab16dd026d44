/**
 * The lines that load the plugin. collectd does not start when its configuration loads a plugin that is
 * not there, so that `uninstall` makes comments of them, and the next `install` takes those away. The
 * Debian package does the same. Lines of collectd.conf itself are left alone: Debian's collectd updates it.
 */
import {
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { loadPlugins } from '../conf/daemon.ts';
import { Findings } from '../conf/findings.ts';
import type { Item } from '../conf/parser.ts';
import { readConfiguration } from '../conf/read.ts';
import type { Target } from './target.ts';

const MARK = '# without collectd-nodejs: ';

/** LoadPlugin nodejs, if collectd would load it from that directory. */
export function loadLines({ collectd, pluginDir }: Target): Item[] {
  if (collectd === undefined || !existsSync(collectd.config)) return [];
  const findings = new Findings();
  const items = readConfiguration(collectd.config, findings) ?? [];
  if (loadPlugins(items, collectd.pluginDir ?? '', findings).directory !== pluginDir) return [];
  return items.filter(({ key, values: [name] }) => {
    return key.toLowerCase() === 'loadplugin' && String(name).toLowerCase() === 'nodejs';
  });
}

/** Whether `uninstall` makes a comment of it. */
export const isIncluded = ({ file }: Item, { collectd }: Target): boolean =>
  file !== collectd?.config;

export function commentOut({ file, line, key, children }: Item): void {
  const lines = readFileSync(file, 'utf8').split('\n');
  const first = line - 1;
  const isBlock = children.length > 0 || /^\s*</.test(lines[first] ?? '');
  const end = isBlock ? lines.findIndex((text, i) => i > first && isEnd(text, key)) : first;
  for (let i = first; i <= end; i++) lines[i] = `${MARK}${lines[i]}`;
  replace(file, lines.join('\n'));
}

const isEnd = (text: string, key: string): boolean =>
  text.trimStart().toLowerCase().startsWith(`</${key.toLowerCase()}`);

/** @returns the files whose lines count again. */
export function restore({ collectd }: Target): string[] {
  const directory = join(dirname(collectd?.config ?? ''), 'collectd.conf.d');
  if (collectd === undefined || !existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith('.conf'))
    .map((name) => join(directory, name))
    .filter((file) => {
      const text = readFileSync(file, 'utf8');
      const restored = text.replaceAll(new RegExp(`^${MARK}`, 'gm'), '');
      if (restored === text) return false;
      replace(file, restored);
      return true;
    });
}

/** All of it or nothing, whenever it is interrupted. */
function replace(file: string, text: string): void {
  const to = realpathSync(file);
  const aside = `${to}.new`;
  writeFileSync(aside, text, { mode: statSync(to).mode });
  renameSync(aside, to);
}
