/**
 * Text that C++ has put into memory, as strings. What was read lately is the same string
 * again: keys and many values of meta data are few, and decoding costs a call.
 */

const SLOTS = 1024;
/** Longer text is decoded each time. */
const MAX_CACHED = 64;

export class TextCache {
  readonly #known: (string | undefined)[] = new Array(SLOTS).fill(undefined);

  /**
   * What is not UTF-8 becomes U+FFFD.
   *
   * @param at - a multiple of four bytes; NULs follow the text up to the next one.
   */
  read(bytes: Buffer, words: Uint32Array, at: number, size: number): string {
    if (size === 0) return '';
    if (size > MAX_CACHED) return bytes.toString('utf8', at, at + size);
    const end = (at + size + 3) >>> 2;
    let hash = size;
    for (let i = at >>> 2; i < end; i++) hash = Math.imul(hash ^ (words[i] as number), 0x9e3779b1);
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = this.#known[slot];
    if (known !== undefined && isAt(bytes, at, size, known)) return known;
    const text = bytes.toString('utf8', at, at + size);
    this.#known[slot] = text;
    return text;
  }
}

/** Only of text in ASCII. */
function isAt(bytes: Buffer, at: number, size: number, text: string): boolean {
  if (text.length !== size) return false;
  for (let i = 0; i < size; i++) {
    const byte = bytes[at + i] as number;
    if (byte > 127 || byte !== text.charCodeAt(i)) return false;
  }
  return true;
}
