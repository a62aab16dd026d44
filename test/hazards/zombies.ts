import { readdirSync, readFileSync } from 'node:fs';

function isZombieOf(name: string, parent: number): boolean {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
    const [state, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' && Number(ppid) === parent;
  } catch {
    return false; // it has gone meanwhile
  }
}

/** The children of a process that have ended and that nobody has collected. */
export function zombies(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isZombieOf(name, pid))
    .map(Number);
}
