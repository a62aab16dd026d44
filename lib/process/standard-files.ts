/** Descriptors 0 to 2 are the process's: whoever closed one would make the next file take its place. */
import fs from 'node:fs';
import { Readable } from 'node:stream';
import { refuse } from './refuse.ts';

const REASON = 'it belongs to collectd';

function isStandard(fd: unknown): boolean {
  return fd === 0 || fd === 1 || fd === 2;
}

/** With an end at once: what comes in there is not for modules. */
function emptyStdin(): Readable {
  const stdin = new Readable({ read: () => undefined });
  stdin.push(null);
  return stdin;
}

export function guardStandardFiles(): void {
  const { close, closeSync } = fs;
  fs.closeSync = (fd) => {
    if (isStandard(fd)) refuse(`fs.closeSync(${fd})`, REASON);
    closeSync(fd);
  };
  const guarded = (fd: number, done?: fs.NoParamCallback): void => {
    if (isStandard(fd)) refuse(`fs.close(${fd})`, REASON);
    if (done === undefined) close(fd);
    else close(fd, done);
  };
  fs.close = Object.assign(guarded, { __promisify__: close.__promisify__ });
  let stdin: Readable | undefined;
  Object.defineProperty(process, 'stdin', {
    configurable: true,
    enumerable: true,
    get: () => {
      stdin ??= emptyStdin();
      return stdin;
    },
  });
}
