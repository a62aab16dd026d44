/**
 * The binding that all of fs uses: what it opens is noted, and nothing else is closed. Files
 * of fs.promises are not: each has a FileHandle, which closes it once.
 */
import { apply, construct, defineProperty } from '../../shared/primordials.ts';
import { nodeBinding } from '../bindings.ts';
import {
  foreignDescriptor,
  hasOpened,
  isOpen,
  keepDescriptor,
  releaseDescriptor,
} from './descriptors.ts';
import { EBADF, systemError } from './system-error.ts';

type Complete = (this: unknown, error?: unknown, fd?: number) => unknown;

/** FSReqCallback: whoever has one is answered later. */
interface Request {
  oncomplete: Complete;
}

type Operation = (...args: unknown[]) => unknown;

interface Handle {
  readonly fd: number;
  close(): unknown;
  constructor: unknown;
}
type FileHandle = new (fd: number, ...rest: unknown[]) => object;

export interface FileBinding {
  open: Operation;
  close: Operation;
  FileHandle: FileHandle;
}

/** The place of the request among the arguments of Node's functions. */
const OPEN_REQUEST = 3;
const CLOSE_REQUEST = 1;

function requestAt(args: readonly unknown[], place: number): Request | undefined {
  const request = args[place];
  return typeof request === 'object' && request !== null ? (request as Request) : undefined;
}

function noteOpened(binding: FileBinding): void {
  const { open } = binding;
  binding.open = (...args) => {
    const request = requestAt(args, OPEN_REQUEST);
    if (request === undefined) {
      const fd = apply(open, binding, args);
      if (typeof fd === 'number' && fd >= 0) keepDescriptor(fd);
      return fd;
    }
    const { oncomplete } = request;
    request.oncomplete = function noteAndComplete(...outcome) {
      const fd = outcome[1];
      if (typeof fd === 'number') keepDescriptor(fd);
      return apply(oncomplete, this, outcome);
    };
    return apply(open, binding, args);
  };
}

/** Node fails in the same way when nothing is open there. */
function closeError(call: string, fd: number): Error {
  if (!isOpen(fd)) return systemError(EBADF, 'close');
  return foreignDescriptor(`${call}(${fd})`, fd, `${call}()`);
}

function refuseForeign(binding: FileBinding): void {
  const { close } = binding;
  binding.close = (...args) => {
    const fd = args[0] as number;
    if (releaseDescriptor(fd)) return apply(close, binding, args);
    const request = requestAt(args, CLOSE_REQUEST);
    const error = closeError(request === undefined ? 'fs.closeSync' : 'fs.close', fd);
    // No program closes 0 to 2 by mistake, or twice: at once, for all to see.
    if (request === undefined || fd <= 2) throw error;
    process.nextTick(() => request.oncomplete(error));
    return undefined;
  };
}

/** http2 makes one of a descriptor, which it closes or leaves to whoever has opened it. */
function guardFileHandle(binding: FileBinding): void {
  const { FileHandle } = binding;
  const prototype = FileHandle.prototype as Handle;
  const { close } = prototype;
  const borrowing = new WeakSet<object>();
  prototype.close = function closeOwn(this: Handle) {
    const { fd } = this;
    if (!releaseDescriptor(fd) && borrowing.has(this) && isOpen(fd))
      throw foreignDescriptor(`FileHandle(${fd}).close()`, fd, 'FileHandle.close()');
    return apply(close, this, []);
  };
  binding.FileHandle = new Proxy(FileHandle, {
    construct(target, args, newTarget) {
      if (!hasOpened(args[0]))
        throw foreignDescriptor(`FileHandle(${args[0]})`, args[0], 'FileHandle()');
      const handle = construct(target, args, newTarget) as object;
      borrowing.add(handle);
      return handle;
    },
  });
  defineProperty(prototype, 'constructor', { value: binding.FileHandle });
}

export function guardFileDescriptors(): void {
  const binding = nodeBinding<FileBinding>('fs');
  if (typeof binding?.open !== 'function' || typeof binding.close !== 'function') return;
  noteOpened(binding as FileBinding);
  refuseForeign(binding as FileBinding);
  if (typeof binding.FileHandle === 'function') guardFileHandle(binding as FileBinding);
}
