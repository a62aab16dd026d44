/** The global options of a configuration that a module can see. */
import { resolve } from 'node:path';
import type { Item } from './parser.ts';

export interface Globals {
  /** Absolute; undefined: none is named, and collectd reads its own. */
  readonly typesDb: readonly { readonly file: string; readonly item: Item }[] | undefined;
  /** Seconds; undefined: collectd's default. */
  readonly interval: number | undefined;
  /** Seconds, of `<LoadPlugin nodejs>`. */
  readonly pluginInterval: number | undefined;
  readonly hostname: string | undefined;
}

/** As collectd does it: the last one counts, but of TypesDB all of them. */
export function readGlobals(items: readonly Item[]): Globals {
  const typesDb: { file: string; item: Item }[] = [];
  let interval: number | undefined;
  let pluginInterval: number | undefined;
  let hostname: string | undefined;
  for (const item of items) {
    const [value] = item.values;
    const key = item.key.toLowerCase();
    if (key === 'typesdb') {
      for (const file of item.values)
        if (typeof file === 'string') typesDb.push({ file: resolve(file), item });
    } else if (key === 'interval') interval = secondsOf(item) ?? interval;
    else if (key === 'hostname' && typeof value === 'string' && value !== '') hostname = value;
    else if (key === 'loadplugin' && String(value).toLowerCase() === 'nodejs') {
      for (const child of item.children)
        if (child.key.toLowerCase() === 'interval') pluginInterval = secondsOf(child);
    }
  }
  return { typesDb: typesDb.length > 0 ? typesDb : undefined, interval, pluginInterval, hostname };
}

function secondsOf({ values }: Item): number | undefined {
  const seconds = Number(values[0]);
  return seconds > 0 && Number.isFinite(seconds) ? seconds : undefined;
}
