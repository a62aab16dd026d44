import { networkInterfaces } from 'node:os';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { SecurityLevel } from '../network/index.ts';
import { didYouMean } from '../shared/suggestion.ts';

/** Wrong arguments: the message is all that is to be said. */
export class UsageError extends Error {}

export type Options = NonNullable<ParseArgsConfig['options']>;
interface Config<O extends Options> {
  args: string[];
  options: O;
  allowPositionals: true;
}

/**
 * The arguments of a command. Words of this command's own instead of Node's: those differ from one
 * version to the next, and take a negative number for an option.
 *
 * @throws UsageError that names the command and the option.
 */
export function parseArguments<const O extends Options>(
  command: string,
  args: string[],
  options: O,
): ReturnType<typeof parseArgs<Config<O>>> {
  const { tokens } = parseArgs({
    args,
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const understood: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') understood.push(token.value);
    else if (token.kind === 'option-terminator') understood.push('--');
    else {
      const wrong = problemOf(token, options);
      if (wrong !== undefined)
        throw new UsageError(`${command}: ${wrong} See collectd-nodejs ${command} --help`);
      understood.push(
        token.value === undefined ? token.rawName : `${token.rawName}=${token.value}`,
      );
    }
  }
  return parseArgs<Config<O>>({ args: understood, options, allowPositionals: true });
}

interface OptionToken {
  readonly name: string;
  /** As it was given: `--port`, `-p`. */
  readonly rawName: string;
  readonly value?: string | undefined;
  /** Whether it follows a "=". */
  readonly inlineValue?: boolean | undefined;
}

function problemOf(token: OptionToken, options: Options): string | undefined {
  const { name, rawName, value, inlineValue } = token;
  const option =
    rawName === `--${name}` && Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined) {
    const known = Object.keys(options).map((one) => `--${one}`);
    return `unknown option ${rawName}.${didYouMean(rawName, known)}`;
  }
  if (option.type === 'boolean')
    return value === undefined ? undefined : `${rawName} takes no value: leave out "=${value}".`;
  if (value === undefined) return `${rawName} needs a value.`;
  // A negative number is a value, if perhaps a wrong one.
  if (inlineValue === true || !/^-./.test(value) || /^-[.\d]/.test(value)) return undefined;
  return `${rawName} needs a value, and "${value}" looks like an option: if it is the value, write ${rawName}=${value}.`;
}

/** @param why - what is the matter with it, in a few words. */
export function wrongValue(name: string, expected: string, text: string, why = ''): UsageError {
  const reason = why === '' ? '' : ` (${why})`;
  return new UsageError(`${name} must be ${expected}, not "${text}"${reason}`);
}

/** @param from - 0 where any free one will do. */
export function parsePort(text: string | undefined, from: 0 | 1): number | undefined {
  return text === undefined ? undefined : parseInteger('--port', text, from, 65535);
}

export function parseInteger(name: string, text: string, from: number, to: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= to) return value;
  throw wrongValue(name, `a whole number from ${from} to ${to}`, text);
}

export function parseSecurity(text: string | undefined): SecurityLevel | undefined {
  const level = text?.toLowerCase();
  if (level === undefined || level === 'none' || level === 'sign' || level === 'encrypt') {
    return level;
  }
  throw wrongValue('--security', 'none, sign or encrypt', text ?? '');
}

/** @param text - the name of an interface of this machine, or one of its addresses. */
export function checkInterface(text: string): void {
  const all = Object.entries(networkInterfaces());
  const isKnown = all.some(
    ([name, addresses = []]) => name === text || addresses.some(({ address }) => address === text),
  );
  if (isKnown) return;
  const there = `there are ${all.map(([name]) => name).join(', ')}`;
  throw wrongValue('--interface', 'a network interface or an address of one', text, there);
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
  throw wrongValue(name, 'a number of seconds more than 0, at most 31536000 (a year)', text);
}
