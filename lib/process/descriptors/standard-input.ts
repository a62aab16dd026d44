/** Modules do not get what comes in at descriptor 0. */
import { Readable } from 'node:stream';

/** With an end at once. */
function emptyStdin(): Readable {
  const stdin = new Readable({ read: () => undefined });
  stdin.push(null);
  return stdin;
}

export function emptyStandardInput(): void {
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
