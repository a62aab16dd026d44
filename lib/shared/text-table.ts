/**
 * Text in memory, as strings. The same few names come again and again: those seen lately
 * are kept, so that reading one costs no call out of JavaScript and no memory. The table has
 * a fixed size, so it costs the same whatever comes, and what is longer than most is decoded
 * each time. What is not UTF-8 becomes U+FFFD.
 */

import { charCodeAt, imul, indexOfByte, utf8Slice } from './primordials.ts';

/** Bytes. Longer texts are rare, and a table full of them would be large. */
const LONGEST = 64;

export class TextTable {
  readonly #texts: string[];
  /** Of the text that is kept at a slot: most others are told apart by it alone. */
  readonly #hashes: Int32Array;
  /** Of the last text that came by and was not kept: one that comes twice takes the slot. */
  readonly #candidates: Int32Array;

  /** @param slots - a power of two. */
  constructor(slots: number) {
    this.#texts = new Array<string>(slots).fill('');
    this.#hashes = new Int32Array(slots);
    this.#candidates = new Int32Array(slots);
  }

  /** The text between `from` and `to`, or up to the first NUL. */
  read(bytes: Buffer, from: number, to: number): string {
    if (to - from > LONGEST) return readText(bytes, from, to);
    let hash = 0;
    let end = from;
    for (; end < to; end++) {
      const byte = bytes[end] as number;
      if (byte === 0) break;
      hash = (imul(hash, 31) + byte) | 0;
    }
    // Here and below without a call: that would cost a tenth of a hit.
    const slot = (hash ^ (hash >>> 14)) & (this.#hashes.length - 1);
    if (this.#hashes[slot] === hash) {
      const known = this.#texts[slot] as string;
      if (isAt(known, bytes, from, end)) return known;
    }
    return this.#decode(bytes, from, end, hash, slot);
  }

  /**
   * The same word by word, which is faster, for `size` bytes at a multiple of four: NULs
   * follow the text up to the next one.
   */
  readAligned(bytes: Buffer, words: Uint32Array, at: number, size: number): string {
    if (size > LONGEST) return utf8Slice(bytes, at, at + size);
    const end = (at + size + 3) >>> 2;
    let hash = size;
    for (let i = at >>> 2; i < end; i++) hash = imul(hash ^ (words[i] as number), 0x9e3779b1);
    const slot = (hash ^ (hash >>> 15)) & (this.#hashes.length - 1);
    if (this.#hashes[slot] === hash) {
      const known = this.#texts[slot] as string;
      if (isAt(known, bytes, at, at + size)) return known;
    }
    return this.#decode(bytes, at, at + size, hash, slot);
  }

  #decode(bytes: Buffer, from: number, to: number, hash: number, slot: number): string {
    const text = utf8Slice(bytes, from, to);
    if (this.#candidates[slot] !== hash) {
      this.#candidates[slot] = hash;
    } else if (text.length === to - from) {
      // With one character for each byte it can be compared the next time.
      this.#texts[slot] = text;
      this.#hashes[slot] = hash;
    }
    return text;
  }
}

/** Without a table, for what is hardly the same twice. */
export function readText(bytes: Buffer, from: number, to: number): string {
  const nul = indexOfByte(bytes, 0, from);
  return utf8Slice(bytes, from, nul >= 0 && nul < to ? nul : to);
}

function isAt(text: string, bytes: Buffer, from: number, to: number): boolean {
  if (text.length !== to - from) return false;
  for (let i = 0; i < text.length; i++) {
    if (charCodeAt(text, i) !== bytes[from + i]) return false;
  }
  return true;
}
