/**
 * Which descriptors this environment has opened: only those may its modules close, or turn
 * into a socket or a terminal. All others are of collectd, of its plugins or of other
 * workers; whoever closed one would make the next file or connection take its number.
 */
import fs from 'node:fs';
import { apply } from '../../shared/primordials.ts';
import { refusal } from '../refuse.ts';

// A module may replace those of fs.
const { fstatSync, readdirSync } = fs;

const STANDARD = 2;

/** By number: 1 for one that was opened here. Memory of its own asks no prototype for anything. */
let opened = new Uint8Array(256);
/** Those that were there when the first native addon came; undefined: there is no addon. */
let beforeAddons: ReadonlySet<number> | undefined;

/** From now on it is for this environment to close. */
export function keepDescriptor(fd: number): void {
  if (fd >= opened.length) {
    const larger = new Uint8Array(2 * (fd + 1));
    larger.set(opened);
    opened = larger;
  }
  opened[fd] = 1;
}

export function hasOpened(fd: number): boolean {
  return opened[fd] === 1;
}

/** Whether it was opened here; from now on somebody else looks after it, if anybody does. */
export function releaseDescriptor(fd: number): boolean {
  const isOwn = hasOpened(fd);
  if (isOwn) opened[fd] = 0;
  return isOwn;
}

export function isOpen(fd: number): boolean {
  try {
    fstatSync(fd);
    return true;
  } catch {
    return false;
  }
}

/** A descriptor that is opened after a native addon was loaded may be that addon's, which gives it to Node's streams. */
export function watchAddons(): void {
  const { dlopen } = process;
  process.dlopen = (...args: Parameters<typeof dlopen>): void => {
    beforeAddons ??= new Set(readdirSync('/proc/self/fd').map(Number));
    apply(dlopen, process, args);
  };
}

function isOfAddon(fd: number): boolean {
  return beforeAddons !== undefined && fd > STANDARD && !beforeAddons.has(fd);
}

/** `kind` as for refusal(). */
export function foreignDescriptor(call: string, fd: number, kind: string): Error {
  return fd <= STANDARD
    ? refusal(call, 'it belongs to collectd', kind)
    : refusal(call, `fs.open() of this worker has not opened the descriptor ${fd}`, kind);
}

/**
 * It becomes that of a socket, a terminal or the like, which closes it.
 *
 * @throws Error ERR_COLLECTD_PROCESS
 */
export function adoptDescriptor(call: string, fd: unknown): void {
  // Node refuses what is no descriptor.
  if (typeof fd !== 'number' || !Number.isInteger(fd) || fd < 0) return;
  if (!releaseDescriptor(fd) && !isOfAddon(fd))
    throw foreignDescriptor(call, fd, call.replace(String(fd), 'fd'));
}
