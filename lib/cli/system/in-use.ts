/** Which processes run what lies in a directory. */
import { readdirSync, readFileSync, realpathSync } from 'node:fs';

/**
 * The processes that have a file below the directory mapped: a collectd that loaded its runtime
 * from there, and reads more from there when it starts a worker again. Those of other users are
 * seen by root only: of them {@link unseenCollectds} tells.
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

/** The processes called collectd of which only root can tell what they use. */
export function unseenCollectds(proc = '/proc'): number[] {
  return readdirSync(proc)
    .filter((name) => /^\d+$/.test(name) && isCollectd(proc, name) && isUnseen(proc, name))
    .map(Number);
}

function isCollectd(proc: string, pid: string): boolean {
  try {
    return readFileSync(`${proc}/${pid}/comm`, 'utf8').trim() === 'collectd';
  } catch {
    return false;
  }
}

function isUnseen(proc: string, pid: string): boolean {
  try {
    readFileSync(`${proc}/${pid}/maps`);
    return false;
  } catch (error) {
    // Else it has ended meanwhile.
    return !['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}

function mapsOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/maps`, 'utf8');
  } catch {
    return '';
  }
}
