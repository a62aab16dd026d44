/** Signals are collectd's: nothing here receives one or sends collectd one. */
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { LOG_WARNING } from '../shared/constants.ts';
import { logCall } from './caller.ts';
import { refuse } from './refuse.ts';

const INSTEAD: Readonly<Record<string, string>> = {
  SIGTERM: '; use register_shutdown',
  SIGINT: '; use register_shutdown',
  SIGUSR1: '; use register_flush',
  SIGCHLD: '; use the events of child_process',
};

/** A listener of Node's own would make libuv take the signal over. */
function leaveSignals(): void {
  process.removeAllListeners('newListener');
  process.removeAllListeners('removeListener');
  process.on('newListener', (event: string | symbol) => {
    if (typeof event !== 'string' || !Object.hasOwn(constants.signals, event)) return;
    logCall(
      LOG_WARNING,
      `process.on('${event}')`,
      `has no effect: signals belong to collectd${INSTEAD[event] ?? ''}`,
    );
  });
}

/** Field 5 of stat(5), counted after the name, which may contain anything. */
function processGroup(): number {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
}

function reaches(pid: number): boolean {
  if (pid === process.pid || pid === 0 || pid === -1) return true;
  return pid < 0 && -pid === processGroup();
}

type Send = (pid: number, signal: number) => unknown;

/** process.kill() sends by `_kill`, so this is the one place. */
function spareCollectd(): void {
  const owner = process as unknown as { _kill: Send; _debugProcess?: (pid: number) => unknown };
  const send = owner._kill;
  owner._kill = (pid, signal) => {
    // Signal 0 only asks whether the process is there.
    if (signal !== 0 && reaches(Number(pid)))
      refuse(
        `process.kill(${Number(pid) === process.pid ? 'process.pid' : pid}, ${nameOf(signal)})`,
        'it would reach collectd itself; throw an Error to report a failure',
      );
    return send.call(process, pid, signal);
  };
  const debug = owner._debugProcess;
  if (typeof debug === 'function')
    owner._debugProcess = (pid) =>
      pid === process.pid
        ? refuse('process._debugProcess()', 'SIGUSR1 makes collectd flush')
        : debug.call(process, pid);
}

function nameOf(signal: number): string {
  const found = Object.entries(constants.signals).find(([, number]) => number === signal);
  return found === undefined ? String(signal) : found[0];
}

export function guardSignals(): void {
  leaveSignals();
  spareCollectd();
}
