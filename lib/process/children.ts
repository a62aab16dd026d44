/**
 * child_process inside collectd: SIGCHLD is libuv's while there are children, their
 * status is not taken by others, and fork() starts node.
 */
import type { ChildProcess } from 'node:child_process';
import { native } from '../contract/native.ts';
import { logLine } from '../log/log.ts';
import type { InternalRequire } from '../shared/builtin-module.ts';
import { LOG_WARNING } from '../shared/constants.ts';
import { SafeMap } from '../shared/primordials.ts';
import { requireNodeProgram } from './node-program.ts';

interface Handle {
  onexit: (status: number, signal: string) => void;
}
type Spawn = (this: ChildProcess & { _handle: Handle | null }, options: unknown) => unknown;

const running = new SafeMap<number, Handle>();

/** libuv's number for "no such process": it knows none for a status that is lost. */
const ESRCH = -3;

/** Called when a child is gone and libuv does not know. */
export function childLost(pid: number): void {
  logLine(
    LOG_WARNING,
    `nodejs plugin: The status of the child process ${pid} went to another plugin.`,
  );
  running.get(pid)?.onexit(ESRCH, '');
}

function watch(pid: number, handle: Handle): void {
  const { onexit } = handle;
  running.set(pid, handle);
  native.child_started(pid);
  handle.onexit = (status, signal) => {
    handle.onexit = onexit;
    running.delete(pid);
    native.child_ended(pid);
    onexit.call(handle, status, signal);
  };
}

function optionsOf(args: readonly unknown[]): { execPath?: unknown } {
  return args.find((arg) => typeof arg === 'object' && arg !== null && !Array.isArray(arg)) ?? {};
}

function watchSync(internalRequire: InternalRequire): void {
  const internal = internalRequire('internal/child_process') as {
    spawnSync: (options: unknown) => unknown;
  };
  const { spawnSync } = internal;
  internal.spawnSync = (options) => {
    native.before_child();
    return spawnSync(options);
  };
}

/** Changes the module child_process. */
export function guardChildren(
  exports: Record<string, unknown>,
  internalRequire: InternalRequire | undefined,
): void {
  const prototype = (exports.ChildProcess as { prototype: { spawn: Spawn } }).prototype;
  const { spawn } = prototype;
  prototype.spawn = function spawnWatched(options) {
    native.before_child();
    const result = spawn.call(this, options);
    if (this.pid !== undefined && this._handle !== null) watch(this.pid, this._handle);
    return result;
  };
  const fork = exports.fork as (...args: unknown[]) => unknown;
  exports.fork = (...args: unknown[]): unknown => {
    if (optionsOf(args.slice(1)).execPath === undefined) requireNodeProgram('child_process.fork()');
    return fork(...args);
  };
  if (internalRequire === undefined) return;
  try {
    watchSync(internalRequire);
  } catch {
    // Node's internals differ: the heartbeat looks after SIGCHLD all the same.
  }
}
