/**
 * Strings out of datagrams. The same few host, plugin and type names come again and
 * again: those seen lately are kept, so that reading one costs no call out of
 * JavaScript and no memory. The table has a fixed size, so it costs the same whatever
 * is sent, and what does not fit the rules below is decoded each time.
 */

const slots = 2 ** 14;
/** Longer ones are rare, and a table full of them would be large. */
const longest = 64;

const table: string[] = new Array<string>(slots).fill('');
/** Of the string that is kept at a place: most others are told apart by it alone. */
const hashes = new Int32Array(slots);
/** Of the last one that came by and was not kept: what comes twice takes the place. */
const candidates = new Int32Array(slots);

/**
 * The text between `from` and `to`, or up to the first NUL. UTF-8; other bytes become U+FFFD.
 */
export function readLabel(bytes: Buffer, from: number, to: number): string {
  if (to - from > longest) return readText(bytes, from, to);
  let hash = 0;
  let end = from;
  for (; end < to; end++) {
    const byte = bytes[end] as number;
    if (byte === 0) break;
    hash = (Math.imul(hash, 31) + byte) | 0;
  }
  const slot = (hash ^ (hash >>> 14)) & (slots - 1);
  if (hashes[slot] === hash) {
    const known = table[slot] as string;
    if (isSame(known, bytes, from, end)) return known;
  }
  const label = bytes.toString('utf8', from, end);
  if (candidates[slot] !== hash) {
    candidates[slot] = hash;
  } else if (label.length === end - from) {
    // With one character for each byte it can be compared the next time.
    table[slot] = label;
    hashes[slot] = hash;
  }
  return label;
}

/** The same for what is hardly the same twice. */
export function readText(bytes: Buffer, from: number, to: number): string {
  const nul = bytes.indexOf(0, from);
  return bytes.toString('utf8', from, nul >= 0 && nul < to ? nul : to);
}

function isSame(known: string, bytes: Buffer, from: number, to: number): boolean {
  if (known.length !== to - from) return false;
  for (let index = 0; index < known.length; index++) {
    if (known.charCodeAt(index) !== bytes[from + index]) return false;
  }
  return true;
}
