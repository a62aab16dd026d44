/** `console`, stdout and stderr of modules become collectd's log, line by line. */
import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { LOG_DEBUG, LOG_ERR, LOG_INFO, LOG_WARNING } from '../shared/constants.ts';
import { logLine } from './log.ts';

/** A line that never ends is logged in pieces rather than kept. */
const MAX_PENDING = 65536;
/** One that nobody has continued for so long is logged as it is. */
const PENDING_MS = 1000;

function lineStream(severity: number): Writable {
  const decoder = new StringDecoder('utf8');
  let pending = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    if (pending !== '') logLine(severity, pending);
    pending = '';
  };
  const stream: Writable & { _undestroy?(): void } = new Writable({
    // As of Node's own two: others write to them as well.
    destroy(error, done) {
      done(error);
      stream._undestroy?.();
    },
    write(chunk: Buffer, _encoding, done) {
      const lines = (pending + decoder.write(chunk)).split('\n');
      pending = lines.pop() ?? '';
      for (const line of lines) logLine(severity, line);
      clearTimeout(timer);
      timer = undefined;
      if (pending.length > MAX_PENDING) flush();
      else if (pending !== '') timer = setTimeout(flush, PENDING_MS);
      done();
    },
  });
  return stream;
}

/** Replaces the streams and the methods of the one `console` object there is. */
export function redirectConsole(): void {
  const stdout = lineStream(LOG_INFO);
  const stderr = lineStream(LOG_ERR);
  const info = new Console({ stdout, stderr });
  const warning = new Console(lineStream(LOG_WARNING));
  const debug = new Console(lineStream(LOG_DEBUG));
  for (const name of Object.keys(info) as (keyof Console)[]) {
    const method = info[name];
    if (typeof method === 'function') Object.assign(console, { [name]: method });
  }
  console.warn = warning.log;
  console.debug = debug.log;
  for (const [name, stream] of Object.entries({ stdout, stderr }))
    Object.defineProperty(process, name, { configurable: true, get: () => stream });
}
