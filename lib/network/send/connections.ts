// All the Connections of a process: one object for identical parameters, one clock, one end.
import { runtimeError } from '../../shared/errors.ts';
import type { ConnectionCore } from './connection-core.ts';

export interface Entry {
  readonly core: ConnectionCore;
  readonly connection: object;
}

const entries = new Map<string, Entry>();
/** Those that nothing gives any more, and whose last datagram may not be sent yet. */
const ending = new Set<ConnectionCore>();
let started = false;
let watched = false;

/** The entry for these parameters, made if there is none. */
export function entryFor(key: string, make: () => Entry): Entry {
  let entry = entries.get(key);
  if (entry === undefined) {
    entry = make();
    entries.set(key, entry);
    watchExit();
    if (started) entry.core.start();
  }
  return entry;
}

/** Closes it. The same parameters make another one from the call on. */
export async function end(core: ConnectionCore): Promise<void> {
  for (const [key, entry] of entries) if (entry.core === core) entries.delete(key);
  ending.add(core);
  try {
    await core.close();
  } finally {
    ending.delete(core);
  }
}

/**
 * Begins to send the statistics of all Connections at every interval. Without it only
 * `flush()`, `close()` and the end of the process send any. The name is that of the
 * original; there are no threads here, and the process may end.
 *
 * @throws Error when called a second time.
 * Source: collectd for Python (PyPI), start_threads.
 */
export function start_threads(): void {
  if (started) throw runtimeError('ERR_COLLECTD_DUPLICATE', 'start_threads() was called before');
  started = true;
  for (const { core } of entries.values()) core.start();
}

/** What was counted since the last interval is not lost when the process ends. */
function watchExit(): void {
  if (watched) return;
  watched = true;
  let tried = false;
  // Nothing is left to do: there is time to look up a name. Once, for it would go on for ever.
  process.on('beforeExit', () => {
    if (tried) return;
    tried = true;
    for (const { core } of entries.values()) if (core.pending) void core.flush();
  });
  process.on('exit', () => {
    for (const { core } of entries.values()) core.flushNow();
    for (const core of ending) core.flushNow();
  });
}
