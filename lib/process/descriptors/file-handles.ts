/**
 * fs.promises opens files by our own native part: Node loses the descriptor of one that is
 * being opened when its environment is stopped, and collectd would run out of them.
 */
import { native } from '../../contract/native.ts';
import { nodeBinding } from '../bindings.ts';
import { systemError } from './system-error.ts';

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

/** Changes the binding that all of fs uses. */
export function keepFileHandles(): void {
  const binding = nodeBinding<FileBinding>('fs');
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
    throw systemError(
      errno,
      'open',
      typeof path === 'string' ? path : Buffer.from(path).toString(),
    );
  };
}
