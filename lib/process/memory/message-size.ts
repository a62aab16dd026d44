/**
 * How much memory a message takes while it waits: an estimate that looks at the outer parts first and
 * at a bounded number of them, since postMessage() is called often. No getter runs.
 */
import { types } from 'node:util';
import {
  isArray,
  isInstance,
  objectKeys,
  SafeMap,
  toText,
  trunc,
  uncurryThis,
} from '../../shared/primordials.ts';

/** Bytes that Node keeps for a message, whatever is in it. */
const OF_A_MESSAGE = 256;
const OF_A_NUMBER = 9;
const OF_AN_OBJECT = 8;
/** With the stack, which is made when somebody looks at it. */
const OF_AN_ERROR = 1024;
/** How many objects are looked at; the others count as the last ones of these. */
const MOST_OBJECTS = 500;
/** How many entries of one object are; those between them count as these. */
const MOST_ENTRIES = 100;

/** Captured: modules may replace them. */
const { isAnyArrayBuffer, isMap, isNativeError, isProxy, isSet, isSharedArrayBuffer } = types;
const { getOwnPropertyDescriptor, getPrototypeOf, hasOwn, prototype: plain } = Object;
const { isView } = ArrayBuffer;

function getterOf<Result>(prototype: object, name: string): (self: object) => Result {
  const get = getOwnPropertyDescriptor(prototype, name)?.get;
  if (get === undefined) throw new TypeError(`no getter of ${name}`);
  return uncurryThis(get as (this: object) => Result) as (self: object) => Result;
}

const bytesOfBuffer = getterOf<number>(ArrayBuffer.prototype, 'byteLength');
const bufferOfArray = getterOf<object>(getPrototypeOf(Uint8Array.prototype), 'buffer');
const bufferOfData = getterOf<object>(DataView.prototype, 'buffer');
const sizeOfMap = getterOf<number>(Map.prototype, 'size');
const sizeOfSet = getterOf<number>(Set.prototype, 'size');
const entriesOfMap = uncurryThis(Map.prototype.entries) as (
  map: object,
) => IterableIterator<[unknown, unknown]>;
const valuesOfSet = uncurryThis(Set.prototype.values) as (set: object) => IterableIterator<unknown>;
const nextOfMap = uncurryThis(getPrototypeOf(new Map().entries()).next) as (
  iterator: object,
) => IteratorResult<[unknown, unknown], undefined>;
const nextOfSet = uncurryThis(getPrototypeOf(new Set().values()).next) as (
  iterator: object,
) => IteratorResult<unknown, undefined>;
const DataViewOfNode = DataView;

function bytesOfPrimitive(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return 2 * value.length;
    case 'number':
      return OF_A_NUMBER;
    case 'bigint':
      return (
        OF_A_NUMBER + (value > 2n ** 64n || value < -(2n ** 64n) ? toText(value).length / 2 : 0)
      );
    default:
      return 1;
  }
}

/** An object that is still to be looked at. */
interface Part {
  readonly value: object;
  /** For how many it stands, where not every entry is looked at. */
  readonly weight: number;
  /** How often it was found: it is posted once. */
  found: number;
  next: Part | undefined;
}

class Walk {
  bytes = 0;
  readonly #parts = new SafeMap<object, Part>();
  #last: Part | undefined;

  add(value: unknown, weight: number): Part | undefined {
    if (typeof value !== 'object' || value === null) {
      this.bytes += weight * bytesOfPrimitive(value);
      return undefined;
    }
    const known = this.#parts.get(value);
    if (known !== undefined) {
      known.found++;
      return known;
    }
    const part: Part = { value, weight, found: 1, next: undefined };
    this.#parts.set(value, part);
    if (this.#last !== undefined) this.#last.next = part;
    this.#last = part;
    return part;
  }

  /** Those inside of it are added. */
  lookAt(value: object, weight: number): void {
    this.bytes += weight * OF_AN_OBJECT;
    // Nothing can post one, and it would run code.
    if (isProxy(value)) return;
    if (isArray(value)) this.#addElements(value, weight);
    else if (getPrototypeOf(value) === plain) this.#addProperties(value, weight);
    else if (isView(value))
      // All of its buffer is posted.
      this.add(
        isInstance(value, DataViewOfNode) ? bufferOfData(value) : bufferOfArray(value),
        weight,
      );
    else if (isAnyArrayBuffer(value)) {
      if (!isSharedArrayBuffer(value)) this.bytes += weight * bytesOfBuffer(value);
    } else if (isMap(value)) this.#addMap(value, weight);
    else if (isSet(value)) this.#addSet(value, weight);
    else {
      if (isNativeError(value)) this.#addError(value, weight);
      this.#addProperties(value, weight);
    }
  }

  #addElements(list: readonly unknown[], weight: number): void {
    const { length } = list;
    const looked = length < MOST_ENTRIES ? length : MOST_ENTRIES;
    const each = (weight * length) / looked;
    for (let i = 0; i < looked; i++) {
      const index = trunc((i * length) / looked);
      const value = list[index];
      // A hole is nothing.
      if (value !== undefined || hasOwn(list, index)) this.add(value, each);
    }
  }

  #addProperties(value: object, weight: number): void {
    const keys = objectKeys(value);
    const { length } = keys;
    const looked = length < MOST_ENTRIES ? length : MOST_ENTRIES;
    const each = (weight * length) / looked;
    for (let i = 0; i < looked; i++) {
      const key = keys[trunc((i * length) / looked)] ?? '';
      this.bytes += each * 2 * key.length;
      this.add(getOwnPropertyDescriptor(value, key)?.value, each);
    }
  }

  #addMap(map: object, weight: number): void {
    const size = sizeOfMap(map);
    const looked = size < MOST_ENTRIES ? size : MOST_ENTRIES;
    const entries = entriesOfMap(map);
    for (let i = 0; i < looked; i++) {
      const entry = nextOfMap(entries).value;
      this.add(entry?.[0], (weight * size) / looked);
      this.add(entry?.[1], (weight * size) / looked);
    }
  }

  #addSet(set: object, weight: number): void {
    const size = sizeOfSet(set);
    const looked = size < MOST_ENTRIES ? size : MOST_ENTRIES;
    const values = valuesOfSet(set);
    for (let i = 0; i < looked; i++) this.add(nextOfSet(values).value, (weight * size) / looked);
  }

  #addError(error: Error, weight: number): void {
    this.bytes += weight * OF_AN_ERROR;
    this.add(getOwnPropertyDescriptor(error, 'message')?.value, weight);
  }
}

/** Bytes. What is transferred counts: it waits with the message. */
export function messageSize(message: unknown): number {
  const walk = new Walk();
  let part = walk.add(message, 1);
  let weight = 0;
  // The first half may have what the others have not, such as one large buffer.
  let first = { bytes: 0, weight: 0 };
  for (let i = 0; part !== undefined && i < MOST_OBJECTS; i++) {
    if (i === MOST_OBJECTS / 2) first = { bytes: walk.bytes, weight };
    // Those beside it have been looked at: what several of them have is posted once.
    const own = part.found > 1 ? 1 : part.weight;
    walk.lookAt(part.value, own);
    weight += own;
    part = part.next;
  }
  let rest = 0;
  for (; part !== undefined; part = part.next) rest += part.found > 1 ? 1 : part.weight;
  const average = (walk.bytes - first.bytes) / (weight - first.weight || 1);
  return OF_A_MESSAGE + walk.bytes + rest * average;
}
