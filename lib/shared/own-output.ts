/**
 * Descriptors 1 and 2 are collectd's log to modules (lib/process/standard-output.ts). Where the
 * command `collectd-nodejs` is the process, its own lines go to them as they are.
 */
let isOwn = false;

export function isOwnOutput(): boolean {
  return isOwn;
}

/** `write` does not wait for anything. */
export function asOwnOutput<T>(write: () => T): T {
  const before = isOwn;
  isOwn = true;
  try {
    return write();
  } finally {
    isOwn = before;
  }
}
