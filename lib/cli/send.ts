import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ThrottledLog } from '../network/endpoint/log.ts';
import { Encoder, type EncoderOptions } from '../network/index.ts';
import {
  DEFAULT_PORT,
  LARGEST_PACKET_SIZE,
  SMALLEST_PACKET_SIZE,
} from '../network/protocol/wire.ts';
import { AuthFile } from '../network/receive/auth-file.ts';
import { DatagramSender } from '../network/send/sender.ts';
import { namedFile } from './named-paths.ts';
import {
  checkInterface,
  onlyOne,
  parseArguments,
  parseInteger,
  parsePort,
  parseSecurity,
  UsageError,
  wrongValue,
} from './options.ts';
import { parseCommand, type TypeLookup } from './putval.ts';
import { DEFAULT_TYPES_DB, readTypes } from './types-db.ts';

export const SEND_USAGE = `collectd-nodejs send [options] [host]
  Sends what standard input has to a collectd server (default: localhost), one command a line:
    PUTVAL "host/plugin-instance/type-instance" interval=10 1732177000.5:1:2    (N: now, U: unknown)
    PUTNOTIF severity=warning host=h message="disk is full"
  --port N            default: 25826
  --interval SECONDS  of values that have none; default: 10
  --types-db FILE     may be given several times; default: ${DEFAULT_TYPES_DB}, if there is one
  --security LEVEL    none (default), sign or encrypt
  --user NAME         who signs or encrypts
  --auth-file FILE    where the password is, in a line "NAME: password"
  --size BYTES        of the largest datagram; default: 1452
  --interface NAME    for multicast: a name or an address
  --ttl N             how many routers a datagram may pass`;

export const SEND_OPTIONS = {
  port: { type: 'string' },
  interval: { type: 'string', default: '10' },
  'types-db': { type: 'string', multiple: true },
  security: { type: 'string' },
  user: { type: 'string' },
  'auth-file': { type: 'string' },
  size: { type: 'string' },
  interface: { type: 'string' },
  ttl: { type: 'string' },
} as const;

/** What has been read is sent after this time, full datagram or not, in milliseconds. */
const PATIENCE_MS = 1000;

export async function send(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments('send', args, SEND_OPTIONS);
  const ttl = values.ttl === undefined ? undefined : parseInteger('--ttl', values.ttl, 1, 255);
  const interval = parseInteger('--interval', values.interval, 1, 2 ** 31);
  const port = parsePort(values.port, 1) ?? DEFAULT_PORT;
  const encoder = new Encoder({ ...protection(values), ...size(values.size) });
  if (values.interface !== undefined) checkInterface(values.interface);
  const named = values['types-db']?.map((file) => namedFile('--types-db', file));
  const files = named ?? [DEFAULT_TYPES_DB].filter(existsSync);
  const types = readTypes(files, (text) => void complain(`warning: ${text}`));
  const sender = new DatagramSender(
    {
      host: onlyOne(positionals) ?? 'localhost',
      port,
      interface: values.interface,
      ttl,
    },
    new ThrottledLog((level, message) => void complain(`${level}: ${message}`)),
  );
  const lookup: TypeLookup = (type) => types.get(type);
  // What cannot be sent at all need not be read.
  if (!(await sender.ready())) return 1;
  const bad = await sendLines(sender, encoder, (line) => parseCommand(line, lookup, interval));
  const sent = await sender.flush();
  sender.end();
  return bad || !sent ? 1 : 0;
}

/** Returns whether there were lines that could not be sent. */
async function sendLines(
  sender: DatagramSender,
  encoder: Encoder,
  parse: (line: string) => ReturnType<typeof parseCommand>,
): Promise<boolean> {
  const post = (datagram: Buffer | undefined): boolean => {
    if (datagram !== undefined) sender.send(datagram);
    return datagram !== undefined;
  };
  const timer = setInterval(() => post(encoder.flush()), PATIENCE_MS);
  let number = 0;
  let bad = false;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    number++;
    try {
      // Waiting for the network keeps what is under way within bounds.
      for (const item of parse(line)) if (post(encoder.add(item))) await sender.flush();
    } catch (error) {
      bad = true;
      complain(`line ${number}: ${(error as Error).message}`);
    }
  }
  clearInterval(timer);
  post(encoder.flush());
  return bad;
}

const complain = (message: string): boolean => process.stderr.write(`${message}\n`);

const size = (text: string | undefined): EncoderOptions =>
  text === undefined
    ? {}
    : { size: parseInteger('--size', text, SMALLEST_PACKET_SIZE, LARGEST_PACKET_SIZE) };

function protection(values: {
  security?: string | undefined;
  user?: string | undefined;
  'auth-file'?: string | undefined;
}): EncoderOptions {
  const securityLevel = parseSecurity(values.security) ?? 'none';
  const { user: username, 'auth-file': file } = values;
  if (username !== undefined && (username === '' || username.includes(':')))
    throw wrongValue('--user', 'a name without ":"', username);
  if (file !== undefined) namedFile('--auth-file', file);
  if (securityLevel === 'none') {
    const unused = username === undefined ? '--auth-file' : '--user';
    if (username === undefined && file === undefined) return {};
    throw new UsageError(`${unused} needs --security sign or encrypt: nothing would be protected`);
  }
  if (username === undefined || file === undefined) {
    throw new UsageError(`--security ${securityLevel} needs --user and --auth-file`);
  }
  const password = new AuthFile(file).password(username);
  if (password === undefined)
    throw wrongValue('--user', `a name that ${file} has a password for`, username);
  return { securityLevel, username, password };
}
