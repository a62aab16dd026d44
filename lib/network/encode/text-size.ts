import { rangeError, typeError } from '../../shared/errors.ts';

/**
 * The size of a text on the wire in bytes, without its NUL.
 *
 * @throws TypeError for what is no string, and for text with NUL or lone surrogates.
 * @throws RangeError over `limit` bytes: a collectd server drops the rest of a packet then.
 */
export function textSize(name: string, text: string, limit: number): number {
  if (typeof text !== 'string') {
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${name} must be a string`);
  }
  const size = isPlain(text) ? text.length : otherTextSize(name, text);
  if (size <= limit) return size;
  const start = JSON.stringify(text.slice(0, 40));
  const message = `${name} ${start}… takes ${size} bytes, and collectd at most ${limit}`;
  throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', message);
}

/** ASCII without NUL, as almost everything is: one byte for each character. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0 || code > 0x7f) return false;
  }
  return true;
}

function otherTextSize(name: string, text: string): number {
  if (text.includes('\0')) {
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${name} contains a NUL`);
  }
  if (/\p{Surrogate}/u.test(text)) {
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${name} contains half a surrogate pair`);
  }
  return Buffer.byteLength(text);
}
