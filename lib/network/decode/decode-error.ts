/** Why the rest of a datagram was left alone. */

export type DecodeErrorCode =
  /** Not what the protocol says. */
  | 'ERR_COLLECTD_MALFORMED'
  /** Signed or encrypted, and the password of that user is not known. */
  | 'ERR_COLLECTD_NO_PASSWORD'
  /** The signature is not that of this user's password. */
  | 'ERR_COLLECTD_SIGNATURE'
  /** It was not encrypted with this user's password. */
  | 'ERR_COLLECTD_DECRYPTION';

/** A plain object: a sender of rubbish must not make the receiver collect stack traces. */
export interface DecodeError {
  readonly code: DecodeErrorCode;
  readonly message: string;
  /** Where in the datagram the part begins that could not be used, in bytes. */
  readonly offset: number;
  /** Who signed or encrypted, where that is what went wrong; at most 64 characters. */
  readonly username?: string;
}

/** A name that a stranger sent may be 64 KiB of anything. */
const LONGEST_NAME = 64;

/** Thrown and caught inside the decoder only. No Error, for its stack costs more than a datagram. */
export class ThrownDecodeError {
  readonly error: DecodeError;

  constructor(code: DecodeErrorCode, offset: number, message: string, username?: string) {
    const where = `at byte ${offset}`;
    if (username === undefined) {
      this.error = { code, message: `${message} ${where}`, offset };
    } else {
      const name = username.slice(0, LONGEST_NAME);
      const text = `${message} ${JSON.stringify(name)} ${where}`;
      this.error = { code, message: text, offset, username: name };
    }
  }
}

export function malformed(offset: number, message: string): ThrownDecodeError {
  return new ThrownDecodeError('ERR_COLLECTD_MALFORMED', offset, message);
}
