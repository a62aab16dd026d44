/** Names of types, for an error that names one that there is not. */
import { readFileSync } from 'node:fs';
import { native } from '../contract/native.ts';
import { append, exec, listOf, SafeMap, splitText } from '../shared/primordials.ts';
import { didYouMean } from '../shared/suggestion.ts';

/** collectd tells nobody which types it has, but whether it has one. */
const TYPES_DB = '/usr/share/collectd/types.db';
const TYPE = /^([^\s#]+)\s/;

/** Suggestions cost more than a dispatch, and a module may repeat its mistake with each value. */
const MOST_KEPT = 100;
const kept = new SafeMap<string, string>();

let read: readonly string[] | undefined;

function namesIn(text: string): string[] {
  const names: string[] = [];
  const lines = splitText(text, '\n');
  for (let i = 0; i < lines.length; i++) {
    const name = exec(TYPE, lines[i] as string)?.[1];
    if (name !== undefined) append(names, name);
  }
  return names;
}

function shippedNames(): readonly string[] {
  if (read !== undefined) return read;
  try {
    read = namesIn(readFileSync(TYPES_DB, 'utf8'));
  } catch {
    read = [];
  }
  return read;
}

/** ` Did you mean "gauge"?`, or nothing; `used` are names that were asked for before. */
export function meantType(type: string, used: readonly string[]): string {
  const before = kept.get(type);
  if (before !== undefined) return before;
  if (kept.size >= MOST_KEPT) return '';
  const shipped = shippedNames();
  const all = listOf(used.length + shipped.length, (i) =>
    i < used.length ? (used[i] as string) : (shipped[i - used.length] as string),
  );
  const meant = didYouMean(type, all);
  const name = exec(/"(.*)"/, meant)?.[1];
  const text = name !== undefined && native.data_set(name) !== undefined ? meant : '';
  kept.set(type, text);
  return text;
}
