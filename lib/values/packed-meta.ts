/**
 * Meta data in memory that C++ has too, so that it crosses without a call: beside the
 * dispatch frame on its way out, in the cells beside a write callback's records on its way
 * in. native/contract/packed_meta_layout.h draws it.
 */

import {
  MD_TYPE_BOOLEAN,
  MD_TYPE_DOUBLE,
  MD_TYPE_SIGNED_INT,
  MD_TYPE_STRING,
  MD_TYPE_UNSIGNED_INT,
  PACKED_ENTRIES_INDEX,
  PACKED_ENTRY_SIZE,
  PACKED_HEAD_SIZE,
  PACKED_KEY_SHIFT,
  PACKED_MAX_KEY,
  PACKED_MAX_TEXT,
  PACKED_SIZE_INDEX,
  PACKED_STEP,
  PACKED_TEXT_SHIFT,
  PACKED_UNUSED_INDEX,
} from '../contract/layout.generated.ts';
import {
  asIntN,
  asUintN,
  charCodeAt,
  fillBytes,
  toLowerCase,
  utf8Write,
} from '../shared/primordials.ts';
import { isText } from '../shared/text.ts';
import { TextTable } from '../shared/text-table.ts';
import {
  exactValueOf,
  type Meta,
  type MetaParts,
  type MetaValue,
  putEntry,
  Signed,
  typeOfInteger,
  Unsigned,
} from './meta.ts';

/** With its NUL. */
const padded = (size: number): number => (size + PACKED_STEP) & -PACKED_STEP;

/** What most entries say again: all packed meta data of a worker shares it. */
const texts = new TextTable(1024);

/** Whether one of the keys before it differs in the case of ASCII letters only, if at all. */
function isAmong(keys: readonly string[], end: number, key: string): boolean {
  for (let i = 0; i < end; i++) {
    const other = keys[i] as string;
    if (other.length === key.length && toLowerCase(other) === toLowerCase(key)) return true;
  }
  return false;
}

export class PackedMeta {
  readonly #bytes: Buffer;
  readonly #words: Uint32Array;
  readonly #numbers: Float64Array;
  readonly #integers: BigInt64Array;

  constructor(memory: ArrayBuffer) {
    this.#bytes = Buffer.from(memory);
    this.#words = new Uint32Array(memory);
    this.#numbers = new Float64Array(memory);
    this.#integers = new BigInt64Array(memory);
  }

  clear(): undefined {
    this.#words[PACKED_ENTRIES_INDEX] = 0;
  }

  /**
   * At the start of the memory.
   *
   * @returns false, and there is none: it has no room, or is nothing that can be packed as it
   *   is, such as keys that differ in case only, or what is no meta data at all.
   */
  put({ keys, contents }: MetaParts): boolean {
    this.clear();
    if (keys.length === 0) return false;
    let at = PACKED_HEAD_SIZE;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string;
      if (i > 0 && isAmong(keys, i, key)) return false;
      at = this.#putEntry(at, key, contents[i]);
      if (at === 0) return false;
    }
    this.#words[PACKED_SIZE_INDEX] = at;
    this.#words[PACKED_ENTRIES_INDEX] = keys.length;
    return true;
  }

  /** Where the next entry goes; 0: this one cannot be packed. */
  #putEntry(at: number, key: string, value: unknown): number {
    const keySize = this.#putText(at + PACKED_ENTRY_SIZE, key);
    if (keySize < 0 || keySize > PACKED_MAX_KEY) return 0;
    const place = at + PACKED_ENTRY_SIZE + padded(keySize);
    if (place + PACKED_STEP > this.#bytes.length) return 0;
    let type: number;
    let text = 0;
    switch (typeof value) {
      case 'string':
        type = MD_TYPE_STRING;
        text = this.#putText(place, value);
        if (text < 0 || text > PACKED_MAX_TEXT) return 0;
        break;
      case 'number':
        type = MD_TYPE_DOUBLE;
        this.#numbers[place >>> 3] = value;
        break;
      case 'boolean':
        type = MD_TYPE_BOOLEAN;
        this.#integers[place >>> 3] = value ? 1n : 0n;
        break;
      default:
        type = this.#putInteger(place, value);
        if (type === 0) return 0;
    }
    this.#words[at >>> 2] = type | (keySize << PACKED_KEY_SHIFT) | (text << PACKED_TEXT_SHIFT);
    this.#words[(at >>> 2) + PACKED_UNUSED_INDEX] = 0;
    return place + (type === MD_TYPE_STRING ? padded(text) : PACKED_STEP);
  }

  /** The type; 0: it is no integer. */
  #putInteger(place: number, value: unknown): number {
    if (typeof value !== 'bigint') {
      const type = typeOfInteger(value);
      if (type !== 0) this.#integers[place >>> 3] = exactValueOf(value as Signed | Unsigned);
      return type;
    }
    let type = 0;
    if (asIntN(64, value) === value) type = MD_TYPE_SIGNED_INT;
    else if (asUintN(64, value) === value) type = MD_TYPE_UNSIGNED_INT;
    if (type !== 0) this.#integers[place >>> 3] = value;
    return type;
  }

  /** Its bytes; -1: there is no room, or it is no text that collectd can have. */
  #putText(at: number, text: string): number {
    const bytes = this.#bytes;
    const size = text.length;
    const end = at + padded(size);
    if (end > bytes.length) return -1;
    this.#numbers[(end >>> 3) - 1] = 0;
    for (let i = 0; i < size; i++) {
      const code = charCodeAt(text, i);
      if (code === 0 || code > 127) return this.#encode(at, text);
      bytes[at + i] = code;
    }
    return size;
  }

  #encode(at: number, text: string): number {
    // UTF-8 has at most three bytes for each of UTF-16's units.
    if (!isText(text) || at + padded(text.length * 3) > this.#bytes.length) return -1;
    const size = utf8Write(this.#bytes, text, at, this.#bytes.length - at);
    fillBytes(this.#bytes, 0, at + size, at + padded(size));
    return size;
  }

  /** What C++ has put at a multiple of eight bytes. */
  read(start: number): Meta {
    const meta: Meta = {};
    const words = this.#words;
    const entries = words[(start >>> 2) + PACKED_ENTRIES_INDEX] as number;
    let at = start + PACKED_HEAD_SIZE;
    for (let i = 0; i < entries; i++) {
      const head = words[at >>> 2] as number;
      const type = head & 0xff;
      const keySize = (head >>> PACKED_KEY_SHIFT) & 0xff;
      const key = this.#text(at + PACKED_ENTRY_SIZE, keySize);
      at += PACKED_ENTRY_SIZE + padded(keySize);
      const value = this.#value(type, at, head >>> PACKED_TEXT_SHIFT);
      at += type === MD_TYPE_STRING ? padded(head >>> PACKED_TEXT_SHIFT) : PACKED_STEP;
      putEntry(meta, key, value);
    }
    return meta;
  }

  #text(at: number, size: number): string {
    return texts.readAligned(this.#bytes, this.#words, at, size);
  }

  #value(type: number, at: number, textSize: number): MetaValue {
    switch (type) {
      case MD_TYPE_STRING:
        return this.#text(at, textSize);
      case MD_TYPE_SIGNED_INT:
        return new Signed(this.#integers[at >>> 3] as bigint);
      case MD_TYPE_UNSIGNED_INT:
        return new Unsigned(asUintN(64, this.#integers[at >>> 3] as bigint));
      case MD_TYPE_BOOLEAN:
        return this.#words[at >>> 2] !== 0;
      default:
        return this.#numbers[at >>> 3] as number;
    }
  }
}
