/** Shell patterns: fnmatch(3) for a name, and all files that a path with patterns means. */
import { lstatSync, readdirSync } from 'node:fs';

export function fnmatch(pattern: string, name: string): boolean {
  return new RegExp(`^${translate(pattern)}$`, 'su').test(name);
}

export function hasPattern(path: string): boolean {
  return /(?<!\\)[*?[]/.test(path);
}

/** In no order; none: nothing matches. Backslashes take away a character's meaning. */
export function glob(path: string): string[] {
  const [first = '', ...rest] = path.split('/');
  let found = [first];
  for (const part of rest) {
    found = found.flatMap((dir) =>
      hasPattern(part) ? listed(dir, part) : `${dir}/${plain(part)}`,
    );
  }
  return found.filter(exists);
}

function listed(dir: string, pattern: string): string[] {
  try {
    return readdirSync(dir === '' ? '/' : dir)
      .filter((name) => pattern.startsWith('.') === name.startsWith('.'))
      .filter((name) => fnmatch(pattern, name))
      .map((name) => `${dir}/${name}`);
  } catch {
    return [];
  }
}

const plain = (part: string): string => part.replace(/\\(.)/g, '$1');

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function translate(pattern: string): string {
  let result = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? '';
    if (char === '*') result += '.*';
    else if (char === '?') result += '.';
    else if (char === '\\' && at + 1 < pattern.length) result += escaped(pattern[++at] ?? '');
    else if (char === '[') {
      const set = /^\[([!^]?)(\]?(?:\[:\w+:\]|\\[^]|[^\]])*)\]/.exec(pattern.slice(at));
      if (set === null) result += '\\[';
      else {
        result += `[${set[1] ? '^' : ''}${members(set[2] ?? '')}]`;
        at += set[0].length - 1;
      }
    } else result += escaped(char);
  }
  return result;
}

/** A range whose end comes first has no members. */
function members(set: string): string {
  const member = /\[:(\w+):\]|\\?([^])-\\?([^])|\\?([^])/gu;
  return set.replace(member, (_, name?: string, from?: string, to = '', one = '') => {
    if (name !== undefined) return CLASSES[name] ?? '';
    if (from === undefined) return inSet(one);
    return from <= to ? `${inSet(from)}-${inSet(to)}` : '';
  });
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\s',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
};

const inSet = (char: string): string => char.replace(/[\\\]^[-]/g, '\\$&');
const escaped = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
