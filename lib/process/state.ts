/** What belongs to the whole process: its directory, its user, its mask, its image. */
import { readFileSync } from 'node:fs';
import { refuse, refuseMethod } from './refuse.ts';

const REASONS = {
  abort: 'it would end collectd; throw an Error, or call process.exit() to end this worker',
  chdir: 'the working directory is that of all plugins; use absolute paths',
  execve: 'it would replace collectd; use child_process.spawn()',
  setuid: 'the user is that of collectd and all plugins; give child_process.spawn() a uid',
  seteuid: 'the user is that of collectd and all plugins; give child_process.spawn() a uid',
  setgid: 'the group is that of collectd and all plugins; give child_process.spawn() a gid',
  setegid: 'the group is that of collectd and all plugins; give child_process.spawn() a gid',
  setgroups: 'the groups are those of collectd and all plugins',
  initgroups: 'the groups are those of collectd and all plugins',
};

/** Reading it with umask(2) would set it for a moment, for all threads. */
function currentUmask(): number {
  const digits = /^Umask:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1];
  return Number.parseInt(digits ?? '22', 8);
}

export function guardState(): void {
  // Node versions differ in what there is.
  for (const [name, reason] of Object.entries(REASONS))
    if (name in process) refuseMethod(process, 'process', name, reason);
  process.umask = (mask?: string | number): number => {
    if (mask === undefined) return currentUmask();
    return refuse('process.umask(mask)', 'the mask is that of all plugins; give files a mode');
  };
}
