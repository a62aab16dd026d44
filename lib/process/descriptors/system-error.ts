import { getSystemErrorMap } from 'node:util';

export const EBADF = 9;

/** As Node makes them: `errno` is positive, as in C. */
export function systemError(errno: number, syscall: string, path?: string): Error {
  const [code, message] = getSystemErrorMap().get(-errno) ?? ['UNKNOWN', 'unknown error'];
  const place = path === undefined ? '' : ` '${path}'`;
  const error = new Error(`${code}: ${message}, ${syscall}${place}`);
  const details = { errno: -errno, code, syscall };
  return Object.assign(error, path === undefined ? details : { ...details, path });
}
