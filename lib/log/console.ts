/** `console`, stdout and stderr of modules become collectd's log, line by line. */
import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { LOG_DEBUG, LOG_ERR, LOG_INFO, LOG_WARNING } from '../shared/constants.ts';
import { splitText } from '../shared/primordials.ts';
import { logLine } from './log.ts';

// A module may replace the global ones.
const { clearTimeout, setTimeout } = globalThis;

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
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      const lines = splitText(pending + decoder.write(chunk), '\n');
      const last = lines.length - 1;
      for (let i = 0; i < last; i++) logLine(severity, lines[i] as string);
      pending = lines[last] as string;
      clearTimeout(timer);
      timer = undefined;
      if (pending.length > MAX_PENDING) flush();
      else if (pending !== '') timer = setTimeout(flush, PENDING_MS);
      done();
    },
  });
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
