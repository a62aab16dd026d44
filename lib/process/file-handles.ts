/**
 * fs.promises opens files by our own native part: Node loses the descriptor of one that is
 * being opened when its environment is stopped, and collectd would run out of them.
 */
import { getSystemErrorMap } from 'node:util';
import { native } from '../contract/native.ts';

type FileHandle = abstract new (fd: number) => object;
type OpenFileHandle = (
  path: string | Uint8Array,
  flags: number,
  mode: number,
  how: unknown,
) => unknown;

interface FileBinding {
  openFileHandle: OpenFileHandle;
  readonly kUsePromises: unknown;
  readonly FileHandle: FileHandle;
}

/** As Node makes them. */
function openError(errno: number, path: string | Uint8Array): Error {
  const [code, message] = getSystemErrorMap().get(-errno) ?? ['UNKNOWN', 'unknown error'];
  const shown = typeof path === 'string' ? path : Buffer.from(path).toString();
  const error = new Error(`${code}: ${message}, open '${shown}'`);
  return Object.assign(error, { errno: -errno, code, syscall: 'open', path: shown });
}

/** Changes the binding that all of fs uses. */
export function keepFileHandles(): void {
  const find = (process as unknown as { binding?: (name: string) => FileBinding }).binding;
  const binding = find?.('fs');
  if (typeof binding?.openFileHandle !== 'function' || typeof binding.FileHandle !== 'function')
    return;
  const { openFileHandle, kUsePromises, FileHandle } = binding;
  binding.openFileHandle = async (path, flags, mode, how) => {
    if (how !== kUsePromises) return openFileHandle(path, flags, mode, how);
    let handle: object | undefined;
    const errno = await new Promise<number>((resolve) =>
      native.open_file(path, flags, mode, FileHandle, (error, opened) => {
        handle = opened;
        resolve(error);
      }),
    );
    if (handle !== undefined) return handle;
    throw openError(errno, path);
  };
}
