import { once } from 'node:events';
import { isMulticast } from '../network/endpoint/interfaces.ts';
import { Reader } from '../network/index.ts';
import { DEFAULT_GROUP } from '../network/protocol/wire.ts';
import { type Format, formats } from './formats.ts';
import { namedFile } from './named-paths.ts';
import {
  checkInterface,
  onlyOne,
  parseArguments,
  parseInteger,
  parsePort,
  parseSecurity,
  wrongValue,
} from './options.ts';

export const LISTEN_USAGE = `collectd-nodejs listen [options] [address]
  Prints what collectd's network plugin sends to this machine, or to an address of it.
  --port N            default: 25826
  --multicast         join collectd's group, ${DEFAULT_GROUP}
  --group ADDRESS     join another one; may be given several times
  --interface NAME    where to join: a name or an address
  --format FORMAT     text (default), json or putval: one line for each item
  --security LEVEL    none (default), sign or encrypt: skip what is less protected
  --auth-file FILE    passwords of users, one "user: password" a line
  --count N           end after so many items`;

export const LISTEN_OPTIONS = {
  port: { type: 'string' },
  multicast: { type: 'boolean' },
  group: { type: 'string', multiple: true },
  interface: { type: 'string' },
  format: { type: 'string', default: 'text' },
  security: { type: 'string' },
  'auth-file': { type: 'string' },
  count: { type: 'string' },
} as const;

export async function listen(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments('listen', args, LISTEN_OPTIONS);
  const format = parseFormat(values.format);
  const count = parseCount(values.count);
  const groups = [...(values.multicast ? [DEFAULT_GROUP] : []), ...(values.group ?? [])];
  for (const group of values.group ?? []) checkGroup(group);
  if (values.interface !== undefined) checkInterface(values.interface);
  if (values['auth-file'] !== undefined) namedFile('--auth-file', values['auth-file']);
  const reader = new Reader({
    host: onlyOne(positionals) ?? (groups.length > 0 ? undefined : ''),
    port: parsePort(values.port, 0),
    groups,
    interface: values.interface,
    securityLevel: parseSecurity(values.security),
    authFile: values['auth-file'],
    bigint: true,
    log: (level, message) => process.stderr.write(`${level}: ${message}\n`),
  });
  const stop = (): void => void reader.close();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  // Whoever reads this has enough, as `head` has.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  try {
    await reader.ready;
  } catch {
    return 1; // The log has said why.
  }
  const { address, port } = reader.address();
  process.stderr.write(`info: listening on ${address} port ${port}\n`);
  await print(reader, formats[format], count);
  await reader.close();
  return 0;
}

async function print(
  reader: Reader,
  format: (typeof formats)[Format],
  count: number,
): Promise<void> {
  let left = count;
  for await (const item of reader) {
    if (!process.stdout.write(`${format(item)}\n`)) await once(process.stdout, 'drain');
    if (--left === 0) return;
  }
}

function parseFormat(text: string): Format {
  if (text === 'text' || text === 'json' || text === 'putval') return text;
  throw wrongValue('--format', 'text, json or putval', text);
}

function checkGroup(text: string): void {
  if (isMulticast(text)) return;
  throw wrongValue('--group', `a multicast address, such as ${DEFAULT_GROUP}`, text);
}

function parseCount(text: string | undefined): number {
  return text === undefined
    ? Number.POSITIVE_INFINITY
    : parseInteger('--count', text, 1, Number.MAX_SAFE_INTEGER);
}
