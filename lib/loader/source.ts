import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

const MAX_BYTES = 16 * 1024 * 1024;

/** The text of a source file without byte order mark, its shebang a comment so that lines keep their numbers. */
export function readSource(file: string): string {
  // Not to hang in open() on a named pipe.
  const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  let bytes: Buffer;
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw new Error(`${file}: not a regular file`);
    if (stat.size > MAX_BYTES) throw new Error(`${file}: larger than 16 MiB, not a source file`);
    bytes = readFileSync(fd);
  } finally {
    closeSync(fd);
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new Error(`${file}: is UTF-16, save it as UTF-8`);
  }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  return text.startsWith('#!') ? `//${text.slice(2)}` : text;
}
