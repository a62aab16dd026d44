/** `console`, stdout and stderr of modules become collectd's log, line by line. */
import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { format } from 'node:util';
import { LOG_DEBUG, LOG_ERR, LOG_INFO, LOG_WARNING } from '../shared/constants.ts';
import { splitText } from '../shared/primordials.ts';
import { logOutput } from './log.ts';

// A module may replace the global ones.
const { clearTimeout, setTimeout } = globalThis;

/** A line that never ends is logged in pieces rather than kept. */
const MAX_PENDING = 65536;
/** One that nobody has continued for so long is logged as it is. */
const PENDING_MS = 1000;

type Write = (chunk: Buffer) => void;

function lineWriter(severity: number): Write {
  const decoder = new StringDecoder('utf8');
  let pending = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    if (pending !== '') logOutput(severity, pending);
    pending = '';
  };
  return (chunk) => {
    const lines = splitText(pending + decoder.write(chunk), '\n');
    const last = lines.length - 1;
    for (let i = 0; i < last; i++) logOutput(severity, lines[i] as string);
    pending = lines[last] as string;
    clearTimeout(timer);
    timer = undefined;
    if (pending.length > MAX_PENDING) flush();
    else if (pending !== '') timer = setTimeout(flush, PENDING_MS);
  };
}

/** They take what goes to these descriptors, by a stream or by its number. */
const standardWriters = { 1: lineWriter(LOG_INFO), 2: lineWriter(LOG_ERR) };

export function writeStandard(fd: 1 | 2, chunk: Buffer): void {
  standardWriters[fd](chunk);
}

function streamTo(write: Write): Writable {
  const stream: Writable & { _undestroy?(): void } = new Writable({
    // As of Node's own two: others write to them as well.
    destroy(error, done) {
      done(error);
      stream._undestroy?.();
    },
    write(chunk: Buffer, _encoding, done) {
      write(chunk);
      done();
    },
  });
  return stream;
}

/** As those of Node's: libraries write to the number. */
function standardStream(fd: 1 | 2): Writable {
  return Object.assign(streamTo(standardWriters[fd]), { fd });
}

/** Replaces the streams and the methods of the one `console` object there is. */
export function redirectConsole(): void {
  const stdout = standardStream(1);
  const stderr = standardStream(2);
  const info = new Console({ stdout, stderr });
  const warning = new Console(streamTo(lineWriter(LOG_WARNING)));
  const debug = new Console(streamTo(lineWriter(LOG_DEBUG)));
  for (const name of Object.keys(info) as (keyof Console)[]) {
    const method = info[name];
    if (typeof method === 'function') Object.assign(console, { [name]: method });
  }
  console.warn = warning.log;
  console.debug = debug.log;
  // Node's last words, such as of a hook of node:async_hooks that has thrown: no stream, whose
  // ticks would call the hook.
  Object.assign(process, {
    _rawDebug: (...args: unknown[]): void => {
      const lines = splitText(format(...args), '\n');
      for (let i = 0; i < lines.length; i++) logOutput(LOG_ERR, lines[i] as string);
    },
  });
  for (const [name, stream] of Object.entries({ stdout, stderr }))
    Object.defineProperty(process, name, { configurable: true, get: () => stream });
}
