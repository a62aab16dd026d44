/** Durations and sizes as people write them. */
import { exec, toLowerCase } from '../shared/primordials.ts';

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** Text that is a decimal number as a whole; undefined for any other. */
export function numberOf(text: string): number | undefined {
  if (exec(NUMBER, text) === null) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

const SECONDS_OF: Readonly<Record<string, number>> = {
  __proto__: null,
  ms: 0.001,
  s: 1,
  m: 60,
  min: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
} as never;

const PART = /(\d+(?:\.\d+)?)\s*(ms|min|[smhdw])\s*/y;

/** Seconds of `90s`, `5m`, `1h30m`, or of a number; undefined for any other text. */
export function secondsOf(text: string): number | undefined {
  const plain = numberOf(text);
  if (plain !== undefined) return plain;
  const lower = toLowerCase(text);
  let seconds = 0;
  let at = 0;
  while (at < lower.length) {
    PART.lastIndex = at;
    const part = exec(PART, lower);
    if (part === null) return undefined;
    seconds += Number(part[1]) * (SECONDS_OF[part[2] as string] as number);
    at += part[0].length;
  }
  // 0.1 s + 0.2 s is 300 ms, not 300.00000000000004 ms.
  return lower === '' ? undefined : Number(seconds.toPrecision(15));
}

const BYTES_OF: Readonly<Record<string, number>> = {
  __proto__: null,
  '': 1,
  b: 1,
  k: 1024,
  kib: 1024,
  kb: 1000,
  m: 1024 ** 2,
  mib: 1024 ** 2,
  mb: 1000 ** 2,
  g: 1024 ** 3,
  gib: 1024 ** 3,
  gb: 1000 ** 3,
  t: 1024 ** 4,
  tib: 1024 ** 4,
  tb: 1000 ** 4,
} as never;

const SIZE = /^(\d+(?:\.\d+)?)\s*([kmgt]?i?b?)$/;

/** Bytes of `64K`, `10 MiB`, `1GB`, or of a number; undefined for any other text. */
export function bytesOf(text: string): number | undefined {
  const found = exec(SIZE, toLowerCase(text));
  const factor = found === null ? undefined : BYTES_OF[found[2] as string];
  return factor === undefined ? undefined : Number(found?.[1]) * factor;
}
