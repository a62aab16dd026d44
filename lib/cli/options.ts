import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { SecurityLevel } from '../network/index.ts';
import { didYouMean } from '../shared/suggestion.ts';

/** Wrong arguments: the message is all that is to be said. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;
interface Config<O extends Options> {
  args: string[];
  options: O;
  allowPositionals: true;
}

/** The arguments of a command. @throws UsageError that names the command and the option. */
export function parseArguments<const O extends Options>(
  command: string,
  args: string[],
  options: O,
): ReturnType<typeof parseArgs<Config<O>>> {
  try {
    return parseArgs<Config<O>>({ args, options, allowPositionals: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code?.startsWith('ERR_PARSE_ARGS') !== true) throw error;
    const help = `See collectd-nodejs ${command} --help`;
    const unknown = /^Unknown option '([^']+)'/.exec(message)?.[1];
    if (unknown === undefined) throw new UsageError(`${command}: ${message}. ${help}`);
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new UsageError(
      `${command}: unknown option ${unknown}.${didYouMean(unknown, known)} ${help}`,
    );
  }
}

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
