// The values of options, each checked, with a message that names the option.
import { accessSync, constants } from 'node:fs';
import type { Config } from 'collectd';

export class ConfigError extends Error {}

function only(item: Config): Config['values'][number] {
  const [value] = item.values;
  if (value === undefined || item.values.length > 1)
    throw new ConfigError(`${item.key} takes one value, not ${item.values.length}`);
  return value;
}

const shown = (value: unknown): string => JSON.stringify(value);

export function text(item: Config): string {
  return String(only(item));
}

export function someText(item: Config): string {
  const value = text(item);
  if (value.trim() === '') throw new ConfigError(`${item.key} must not be empty`);
  return value;
}

/** The path of a file; it is read when it is needed, perhaps again and again. */
export function readable(item: Config): string {
  const file = someText(item);
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(`${item.key} ${shown(file)} cannot be read (${code})`, { cause: error });
  }
  return file;
}

/** What takes the place of other characters in a name. */
export function separator(item: Config): string {
  const value = text(item);
  if (/[\s\p{Cc};]/u.test(value))
    throw new ConfigError(`${item.key} must not contain blanks or semicolons: ${shown(value)}`);
  return value;
}

/** Quoted words do as well. */
export function flag(item: Config): boolean {
  const value = only(item);
  if (typeof value === 'boolean') return value;
  const word = String(value).toLowerCase();
  if (['true', 'yes', 'on'].includes(word)) return true;
  if (['false', 'no', 'off'].includes(word)) return false;
  throw new ConfigError(`${item.key} must be true or false, not ${shown(value)}`);
}

interface Range {
  readonly least: number;
  readonly most: number;
  readonly whole?: boolean;
}

/** A number, or text that is one. */
export function number(item: Config, { least, most, whole }: Range): number {
  const value = only(item);
  const result = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  const isFit = result >= least && result <= most && (!whole || Number.isInteger(result));
  if (typeof value === 'boolean' || !isFit)
    throw new ConfigError(
      `${item.key} must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}, not ${shown(value)}`,
    );
  return result;
}

export const port = (item: Config): number => number(item, { least: 1, most: 65535, whole: true });

const DAY = 86_400;

/** Of the options that may be 0, which means never. */
export const secondsOrNever = (item: Config): number => number(item, { least: 0, most: 365 * DAY });

export const seconds = (item: Config): number => number(item, { least: 0.01, most: DAY });
