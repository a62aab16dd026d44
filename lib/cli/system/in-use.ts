/** Which processes run what lies in a directory. */
import { readdirSync, readFileSync, realpathSync } from 'node:fs';

/**
 * The processes that have a file below the directory mapped: a collectd that loaded its runtime
 * from there, and reads more from there when it starts a worker again. Those of other users are
 * seen by root only.
 */
export function processesUsing(directory: string): number[] {
  let path: string;
  try {
    path = `${realpathSync(directory)}/`;
  } catch {
    return [];
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && mapsOf(name).includes(` ${path}`))
    .map(Number);
}

function mapsOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/maps`, 'utf8');
  } catch {
    return '';
  }
}
