/**
 * Memory that threads may share is outside of every heap, and V8 does not count it: here it is bounded by
 * the HeapLimit.
 */
import {
  apply,
  BuiltinRangeError,
  construct,
  defineProperty,
  SafeSet,
  SafeWeakMap,
  toBigInt,
  toNumber,
  uncurryThis,
} from '../../shared/primordials.ts';

type Class = new (...args: never[]) => object;
type Construct = (target: Class, args: unknown[], newTarget: Class) => object;

const PAGE = 2 ** 16;
/** More than a process can have: V8 collects all garbage before it says so. */
const IMPOSSIBLE = process.arch.endsWith('64') || process.arch === 's390x' ? 2 ** 47 : 2 ** 31 - 1;

const { memoryUsage } = process;
const dereference = uncurryThis(WeakRef.prototype.deref) as (
  reference: WeakRef<object>,
) => object | undefined;
const Reference = WeakRef;
const Original = SharedArrayBuffer;

interface Kept {
  readonly reference: WeakRef<object>;
  readonly bytes: (value: object) => number;
}

class SharedMemory {
  readonly #mebibytes: number;
  readonly #kept = new SafeSet<Kept>();

  constructor(mebibytes: number) {
    this.#mebibytes = mebibytes;
  }

  get limit(): number {
    return this.#mebibytes * 2 ** 20;
  }

  /** @throws RangeError */
  need(bytes: number): void {
    // What is no size is for the constructor to refuse.
    if (!(bytes > 0) || this.#used() + bytes <= this.limit) return;
    if (bytes <= this.limit) {
      collectGarbage();
      if (this.#used() + bytes <= this.limit) return;
    }
    throw new BuiltinRangeError(
      `Array buffer allocation failed: it would be more than the HeapLimit of ${this.#mebibytes} MiB`,
    );
  }

  /** What Node does not count among ArrayBuffers. */
  keep(value: object, bytes: (value: object) => number): void {
    this.#kept.add({ reference: new Reference(value), bytes });
  }

  #used(): number {
    let used = apply(memoryUsage, process, []).arrayBuffers;
    this.#kept.forEach((kept) => {
      const value = dereference(kept.reference);
      if (value === undefined) this.#kept.delete(kept);
      else used += kept.bytes(value);
    });
    return used;
  }
}

function collectGarbage(): void {
  try {
    new Original(IMPOSSIBLE);
  } catch {
    // As it has to.
  }
}

/** The same class, to whoever looks at it, that asks first. */
function guardClass<T extends Class>(target: T, make: Construct): T {
  const guarded: T = new Proxy(target, { construct: make as ProxyHandler<T>['construct'] });
  defineProperty(target.prototype, 'constructor', { value: guarded });
  return guarded;
}

function replace(owner: object, name: string, value: unknown): void {
  defineProperty(owner, name, { value, configurable: true, enumerable: false, writable: true });
}

/** Once, as the constructor does: it may be an object. */
const sizeOf = (value: unknown): number => +(value as number);

function guardArrayBuffers(memory: SharedMemory): void {
  const mayGrow = 'grow' in Original.prototype;
  const make: Construct = (target, [length, options], newTarget) => {
    const bytes = sizeOf(length);
    const given = options as { maxByteLength?: unknown } | null | undefined;
    const most = mayGrow && typeof given === 'object' ? given?.maxByteLength : undefined;
    if (most === undefined) {
      memory.need(bytes);
      return construct(target, [bytes], newTarget);
    }
    const maxByteLength = sizeOf(most);
    memory.need(maxByteLength);
    const buffer = construct(target, [bytes, { maxByteLength }], newTarget);
    // All of it from now on, so that grow() needs no look.
    memory.keep(buffer, () => maxByteLength);
    return buffer;
  };
  replace(globalThis, 'SharedArrayBuffer', guardClass(Original as unknown as Class, make));
}

interface Descriptor {
  readonly initial?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly shared?: unknown;
}

/** A module's own code grows one, too: so none may become larger than the limit. */
function bounded(descriptor: Descriptor, pages: number): Descriptor {
  const { maximum } = descriptor;
  if (!(toNumber(maximum) > pages)) return descriptor;
  const most = typeof maximum === 'bigint' ? toBigInt(pages) : pages;
  return { __proto__: descriptor, maximum: most } as Descriptor;
}

function guardWebAssembly(memory: SharedMemory): void {
  const { WebAssembly: owner } = globalThis as { WebAssembly?: { readonly Memory: Class } };
  if (owner === undefined) return;
  const { Memory } = owner;
  const prototype = Memory.prototype as { grow: (pages: unknown) => unknown };
  const bufferOf = uncurryThis(
    Object.getOwnPropertyDescriptor(prototype, 'buffer')?.get as (this: object) => ArrayBufferLike,
  );
  const bytesOf = (value: object): number => bufferOf(value).byteLength;
  const shared = new SafeWeakMap<object, true>();
  const make: Construct = (target, args, newTarget) => {
    const descriptor = args[0] as Descriptor | null | undefined;
    if (typeof descriptor !== 'object' || !descriptor?.shared)
      return construct(target, args, newTarget);
    memory.need(PAGE * toNumber(descriptor.initial ?? descriptor.minimum));
    const made = construct(target, [bounded(descriptor, memory.limit / PAGE)], newTarget);
    memory.keep(made, bytesOf);
    shared.set(made, true);
    return made;
  };
  replace(owner, 'Memory', guardClass(Memory, make));
  const { grow } = prototype;
  prototype.grow = {
    grow(this: object, pages: unknown) {
      if (shared.has(this)) memory.need(PAGE * toNumber(pages));
      return apply(grow, this, [pages]);
    },
  }.grow;
}

/** @param heapLimit - in MiB */
export function guardSharedMemory(heapLimit: number): void {
  if (!Number.isFinite(heapLimit)) return;
  const memory = new SharedMemory(heapLimit);
  guardArrayBuffers(memory);
  guardWebAssembly(memory);
}
