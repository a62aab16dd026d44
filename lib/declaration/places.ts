/** The kinds of options that say where something is: a file, a URL, a host. */
import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { exec, isInteger, slice } from '../shared/primordials.ts';
import type { ConfigValue } from '../values/config.ts';
import { Advice, inWords, lineOption, parseOne, quoted, severalAdvice } from './line.ts';
import type { CommonOptions, Option, Parsed, Present } from './option.ts';
import { checkOwnOptions } from './own-options.ts';

export interface PathOptions extends CommonOptions<string> {
  /** Relative paths are rejected; they would belong to collectd's BaseDir. */
  absolute?: boolean;
  /** It must be there when collectd starts, and be that. */
  type?: 'file' | 'directory';
  /** It must be readable when collectd starts. */
  readable?: boolean;
}

/** The path of a file or directory, in quotes. It is given as it is written. */
export function path(options: PathOptions & Present<string>): Option<string>;
export function path(options?: PathOptions): Option<string | undefined>;
export function path(options: PathOptions = {}): Option<string> {
  checkOwnOptions('path', options);
  const { absolute, type, readable, ...common } = options;
  const expected = `${absolute === true ? 'an absolute path' : 'a path'} in quotes`;
  return lineOption<string>('path', common, {
    expected,
    example: quoted('/…'),
    write: quoted,
    parse: (values) =>
      parseOne(values, expected, (value) => {
        if (typeof value !== 'string' || value === '') return undefined;
        if (absolute === true && !isAbsolute(value)) return undefined;
        const why = whyNot(value, type, readable === true);
        return why === undefined ? value : new Advice(why);
      }),
  });
}

/** Why the path cannot be used; undefined: it can. */
function whyNot(file: string, type: PathOptions['type'], readable: boolean): string | undefined {
  try {
    if (readable) accessSync(file, constants.R_OK);
    if (type === undefined) return undefined;
    const stat = statSync(file);
    const isFit = type === 'directory' ? stat.isDirectory() : !stat.isDirectory();
    return isFit ? undefined : `it is ${type === 'directory' ? 'no directory' : 'a directory'}`;
  } catch (error) {
    return `it cannot be read (${(error as NodeJS.ErrnoException).code})`;
  }
}

export interface UrlOptions extends CommonOptions<string> {
  /** Without a colon. Default: http and https. */
  protocols?: readonly string[];
}

/** A URL in quotes, given as it is written. Errors do not show what stands before an @ in it. */
export function url(options: UrlOptions & Present<string>): Option<string>;
export function url(options?: UrlOptions): Option<string | undefined>;
export function url(options: UrlOptions = {}): Option<string> {
  checkOwnOptions('url', options);
  const { protocols = ['http', 'https'], ...common } = options;
  const expected = `a URL in quotes that begins with ${inWords(protocols.map((one) => `${one}://`))}`;
  return lineOption<string>('url', common, {
    expected,
    example: quoted(`${protocols[0]}://example.org`),
    write: quoted,
    parse: (values) =>
      parseOne(values, expected, (value) =>
        typeof value === 'string' && isUrl(value, protocols) ? value : undefined,
      ),
  });
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  try {
    const { protocol, host } = new URL(text);
    return host !== '' && protocols.includes(slice(protocol, 0, -1));
  } catch {
    return false;
  }
}

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

export interface HostPortOptions extends CommonOptions<HostPort> {
  /** The port where only a host is given. Default: the port must be given. */
  port?: number;
}

/**
 * A host and a port: `"host:25826"`, `"[2001:db8::1]:25826"`, or as two values, as collectd's
 * network plugin has them: `"host" 25826`.
 */
export function hostPort(options: HostPortOptions & Present<HostPort>): Option<HostPort>;
export function hostPort(options?: HostPortOptions): Option<HostPort | undefined>;
export function hostPort(options: HostPortOptions = {}): Option<HostPort> {
  checkOwnOptions('hostPort', options);
  const { port, ...common } = options;
  const expected = `a host and ${port === undefined ? '' : 'perhaps '}a port, such as "localhost:${port ?? 25826}"`;
  return lineOption<HostPort>('hostPort', common, {
    expected,
    takesSeveral: true,
    example: quoted(`localhost:${port ?? 25826}`),
    write: ({ host, port }: HostPort) =>
      quoted(`${host.includes(':') ? `[${host}]` : host}:${port}`),
    parse: (values) => parseHostPort(values, port, expected),
  });
}

const PLACE = /^(?:\[([^[\]]+)\]|([^:[\]\s]+))(?::(\d+))?$/;

function parseHostPort(
  values: readonly ConfigValue[],
  defaultPort: number | undefined,
  expected: string,
): Parsed<HostPort> {
  const host = values[0];
  if (values.length > 2) return { advice: severalAdvice(values.length, expected) };
  if (typeof host !== 'string') return { advice: `give ${expected}` };
  if (values.length === 2) {
    const port = portOf(String(values[1]));
    const isHost = exec(/^[^\s[\]]+$/, host) !== null;
    if (port !== undefined && isHost) return { value: { host, port } };
    return { advice: 'give a host in quotes and a port from 1 to 65535' };
  }
  // More than one colon without brackets: an IPv6 address.
  if (exec(/^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f.:]*$/i, host) !== null)
    return defaultPort === undefined
      ? { advice: `give the port, too: "[${host}]:25826"` }
      : { value: { host, port: defaultPort } };
  const found = exec(PLACE, host);
  if (found === null) return { advice: `give ${expected}` };
  const port = found[3] === undefined ? defaultPort : portOf(found[3]);
  if (port !== undefined) return { value: { host: (found[1] ?? found[2]) as string, port } };
  return {
    advice: found[3] === undefined ? 'give the port, too' : 'the port must be from 1 to 65535',
  };
}

function portOf(text: string): number | undefined {
  const port = Number(text);
  return exec(/^\d+$/, text) !== null && isInteger(port) && port >= 1 && port <= 65535
    ? port
    : undefined;
}
