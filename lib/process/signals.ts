/** Signals are collectd's: nothing here receives one or sends collectd one. */
import fs from 'node:fs';
import { constants } from 'node:os';
import { LOG_WARNING } from '../shared/constants.ts';
import { apply } from '../shared/primordials.ts';
import { logCallOnce } from './caller.ts';
import { refuse } from './refuse.ts';

// A module may replace those of fs.
const { existsSync, readFileSync } = fs;

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
    logCallOnce(
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

/** A signal to one of its threads is a signal to the process. */
function isThread(id: number): boolean {
  return existsSync(`/proc/self/task/${id}`);
}

/** As kill(2) takes its number. */
function reaches(pid: number): boolean {
  if (pid === process.pid || pid === 0 || pid === -1) return true;
  return pid < 0 ? -pid === processGroup() : isThread(pid);
}

type Send = (pid: number, signal: number) => unknown;

/** process.kill() sends by `_kill`, so this is the one place. */
function spareCollectd(): void {
  const owner = process as unknown as { _kill: Send; _debugProcess?: (pid: number) => unknown };
  const send = owner._kill;
  owner._kill = (given, what) => {
    // As Node's native part takes them; once, since objects may be another number the next time.
    const pid = Number(given) | 0;
    const signal = Number(what) | 0;
    // Signal 0 only asks whether the process is there.
    if (signal !== 0 && reaches(pid))
      refuse(
        `process.kill(${pid === process.pid ? 'process.pid' : pid}, ${nameOf(signal)})`,
        'it would reach collectd itself; throw an Error to report a failure',
      );
    return apply(send, process, [pid, signal]);
  };
  const debug = owner._debugProcess;
  if (typeof debug === 'function')
    owner._debugProcess = (given) => {
      const pid = Number(given) | 0;
      return reaches(pid)
        ? refuse('process._debugProcess()', 'SIGUSR1 makes collectd flush')
        : apply(debug, process, [pid]);
    };
}

function nameOf(signal: number): string {
  const found = Object.entries(constants.signals).find(([, number]) => number === signal);
  return found === undefined ? String(signal) : found[0];
}

type SetPriority = (pid: number, priority?: number) => void;

/** Changes the module os: the priority of collectd's process and of each of its threads. */
export function guardPriority(exports: Record<string, unknown>): void {
  const setPriority = exports.setPriority as SetPriority;
  exports.setPriority = (...args: Parameters<SetPriority>): void => {
    const pid = args.length < 2 || args[1] === undefined ? 0 : args[0];
    if (pid === 0 || pid === process.pid || isThread(pid))
      refuse(
        `os.setPriority(${pid}, …)`,
        'it is that of collectd and all plugins; use Nice of systemd',
        'os.setPriority()',
      );
    apply(setPriority, exports, args);
  };
}

export function guardSignals(): void {
  leaveSignals();
  spareCollectd();
}
