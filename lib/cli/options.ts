import type { SecurityLevel } from '../network/index.ts';

/** Wrong arguments: the message is all that is to be said. */
export class UsageError extends Error {}

export function parsePort(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseInteger('--port', text, 0, 65535);
}

export function parseInteger(name: string, text: string, from: number, to: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= to) return value;
  throw new UsageError(`${name} must be a whole number from ${from} to ${to}, not "${text}"`);
}

export function parseSecurity(text: string | undefined): SecurityLevel | undefined {
  const level = text?.toLowerCase();
  if (level === undefined || level === 'none' || level === 'sign' || level === 'encrypt') {
    return level;
  }
  throw new UsageError(`--security must be none, sign or encrypt, not "${text}"`);
}

/** At most one, such as the host. */
export function onlyOne(positionals: readonly string[]): string | undefined {
  const [first, second] = positionals;
  if (second !== undefined) throw new UsageError(`unexpected argument "${second}"`);
  return first;
}

/** More than 0, at most a year. */
export function parseSeconds(name: string, text: string): number {
  const value = Number(text);
  if (/^\d*\.?\d+$/.test(text) && value > 0 && value <= 31536000) return value;
  throw new UsageError(`${name} must be a number of seconds more than 0, not "${text}"`);
}
