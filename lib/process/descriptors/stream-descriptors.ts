/** Sockets and terminals that are made of a descriptor, and close it: only of those that were opened here. */
import { apply, construct, defineProperty } from '../../shared/primordials.ts';
import { nodeBinding } from '../bindings.ts';
import { adoptDescriptor, keepDescriptor } from './descriptors.ts';

type Constructor = new (...args: unknown[]) => object;

interface Handle {
  open(fd: number): number;
  close(): void;
}

/** Node's classes under net and dgram, and how a module comes to them. */
const HANDLES: readonly (readonly [binding: string, name: string, call: string])[] = [
  ['pipe_wrap', 'Pipe', 'net.Socket({ fd: # })'],
  ['tcp_wrap', 'TCP', 'net.Socket({ fd: # })'],
  ['udp_wrap', 'UDP', 'dgram.Socket.bind({ fd: # })'],
];

function guardOpen(prototype: Handle, name: string, call: string): void {
  const { open } = prototype;
  prototype.open = function openOwn(this: Handle, fd: number): number {
    try {
      adoptDescriptor(call.replace('#', String(fd)), fd);
    } catch (refused) {
      // net has made it for this descriptor and forgets it; dgram goes on with it.
      if (name !== 'UDP') this.close();
      throw refused;
    }
    const status = apply(open, this, [fd]) as number;
    if (status !== 0) keepDescriptor(fd);
    return status;
  };
}

export function guardSockets(): void {
  for (const [binding, name, call] of HANDLES) {
    const found = nodeBinding<Record<string, { prototype: Handle }>>(binding)?.[name];
    if (found !== undefined) guardOpen(found.prototype, name, call);
  }
}

function adoptFirst(call: string, args: readonly unknown[], make: () => unknown): unknown {
  const fd = args[0];
  adoptDescriptor(`${call}(${String(fd)})`, fd);
  try {
    return make();
  } catch (error) {
    if (typeof fd === 'number') keepDescriptor(fd);
    throw error;
  }
}

/** The class under both: `new stream._handle.constructor(fd)`. */
function guardHandle(): void {
  const { TTY: Original } = nodeBinding<Record<string, Constructor>>('tty_wrap') ?? {};
  if (Original === undefined) return;
  const Guarded = new Proxy(Original, {
    construct: (target, args, newTarget) =>
      adoptFirst('TTY', args, () => construct(target, args, newTarget)) as object,
  });
  defineProperty(Original.prototype, 'constructor', { value: Guarded });
}

/** Changes the module tty. */
export function guardTerminals(exports: Record<string, unknown>): void {
  guardHandle();
  for (const name of ['ReadStream', 'WriteStream']) {
    const Original = exports[name] as Constructor;
    const call = `tty.${name}`;
    // Not `new target(…)`: modules inherit from both, in the old and in the new way.
    const Guarded = new Proxy(Original, {
      construct: (target, args, newTarget) =>
        adoptFirst(call, args, () => construct(target, args, newTarget)) as object,
      apply: (target, self, args) => adoptFirst(call, args, () => apply(target, self, args)),
    });
    defineProperty(Original.prototype, 'constructor', { value: Guarded, writable: true });
    exports[name] = Guarded;
  }
}
