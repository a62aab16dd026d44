import { DATA_SOURCE_TYPES } from '../../shared/constants.ts';
import { readText } from '../../shared/text-table.ts';
import type { Item, SecurityLevel } from '../items/item.ts';
import { Notification } from '../items/notification.ts';
import { Values } from '../items/values.ts';
import { decrypt, isSignedWith, type Password } from '../protocol/crypto.ts';
import {
  ENCRYPTION_SIZE,
  HEADER_SIZE,
  IV_SIZE,
  Part,
  SHA1_SIZE,
  SIGNATURE_SIZE,
  VALUES_HEADER_SIZE,
} from '../protocol/wire.ts';
import { type DecodeError, ThrownDecodeError } from './decode-error.ts';
import { DecodeState } from './decode-state.ts';
import { PartReader } from './part-reader.ts';

export interface DecodeOptions {
  /** The password of a user. Without it nothing signed or encrypted can be used. */
  password?: ((user: string) => Password | undefined) | undefined;
  /** What is less protected is skipped. Default: `none`. */
  securityLevel?: SecurityLevel | undefined;
  /** Counter, derive and absolute values as bigints, exact beyond 2^53. Default: false. */
  bigint?: boolean | undefined;
}

export interface Decoded {
  /** In the order of the datagram. */
  items: Item[];
  /** Why the rest of the datagram was not used. */
  error?: DecodeError;
}

const RANKS = { none: 0, sign: 1, encrypt: 2 } as const;

/**
 * Takes a datagram apart. Decoding stops at the first part that is malformed, cannot be
 * verified or cannot be decrypted: the items before it stay, and `error` says what it
 * was. Parts of unknown types are skipped, and so are those below `securityLevel`.
 *
 * Whatever is well-formed is an item, also where a collectd server would refuse it: one
 * without host, type or time, without values, with names over 127 bytes, or with a
 * severity that is none.
 *
 * @param datagram up to 64 KiB; the items keep nothing of it.
 * @returns for every datagram: nothing in it makes this throw.
 * @throws TypeError when `datagram` is no Uint8Array, RangeError for an unknown `securityLevel`.
 * Source: https://collectd.org/wiki/index.php/Binary_protocol
 */
export function decode(datagram: Uint8Array, options: DecodeOptions = {}): Decoded {
  if (!(datagram instanceof Uint8Array)) throw new TypeError('datagram must be a Uint8Array');
  const items: Item[] = [];
  const decoding = new Decoding(items, options);
  try {
    decoding.parse(new PartReader(asBuffer(datagram)), 'none', undefined);
  } catch (failure) {
    if (!(failure instanceof ThrownDecodeError)) throw failure;
    return { items, error: failure.error };
  }
  return { items };
}

function asBuffer(bytes: Uint8Array): Buffer {
  if (Buffer.isBuffer(bytes)) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

class Decoding {
  readonly #items: Item[];
  readonly #rank: number;
  readonly #bigint: boolean;
  readonly #password: (user: string) => Password | undefined;

  constructor(items: Item[], options: DecodeOptions) {
    const { password = () => undefined, securityLevel = 'none', bigint = false } = options;
    if (!Object.hasOwn(RANKS, securityLevel)) {
      throw new RangeError(`securityLevel must be none, sign or encrypt, not ${securityLevel}`);
    }
    this.#items = items;
    this.#rank = RANKS[securityLevel];
    this.#bigint = bigint;
    this.#password = password;
  }

  parse(reader: PartReader, security: SecurityLevel, username: string | undefined): void {
    const { bytes, view } = reader;
    const missing = this.#rank - RANKS[security];
    const state = new DecodeState();
    let next = 0;
    for (let at = 0; at < bytes.length; at = next) {
      next = reader.endOfPart(at);
      const id = view.getUint16(at);
      if (id === Part.encrAes256) {
        this.#parseEncrypted(reader, at, next);
      } else if (id === Part.signSha256 && missing <= RANKS.sign) {
        const level = security === 'encrypt' ? 'encrypt' : 'sign';
        this.#parseSigned(reader, at, next, level);
        return;
      } else if (missing > 0) {
        // Below the minimum: one by one, for an encrypted part may still follow.
      } else if (id === Part.values) {
        const item = new Values();
        this.#readValues(item, reader, at, next);
        state.describeValues(item);
        item.security = security;
        item.username = username;
        this.#items.push(item);
      } else if (id === Part.message) {
        const item = new Notification();
        const end = reader.endOfString(at, next);
        item.message = readText(bytes, at + HEADER_SIZE, end);
        state.describeNotification(item);
        item.security = security;
        item.username = username;
        this.#items.push(item);
      } else {
        state.update(id, reader, at, next);
      }
    }
  }

  /** The signature covers all that follows: nothing remains after it. */
  #parseSigned(outer: PartReader, at: number, next: number, level: SecurityLevel): void {
    const { bytes } = outer;
    if (next - at <= SIGNATURE_SIZE) throw outer.malformed(at, 'signature without a user');
    const user = bytes.subarray(at + SIGNATURE_SIZE, next);
    const signature = bytes.subarray(at + HEADER_SIZE, at + SIGNATURE_SIZE);
    const inner = outer.inner(bytes.subarray(next), next, at);
    const { username, password } = this.#credentials(user, outer.offset(at), 'signed');
    if (!isSignedWith(password, user, inner.bytes, signature)) {
      const text = 'signature is not that of user';
      throw new ThrownDecodeError('ERR_COLLECTD_SIGNATURE', outer.offset(at), text, username);
    }
    this.parse(inner, level, username);
  }

  #parseEncrypted(outer: PartReader, at: number, next: number): void {
    const { bytes, view } = outer;
    const length = next - at;
    const userLength = length < ENCRYPTION_SIZE ? 0 : view.getUint16(at + HEADER_SIZE);
    if (userLength === 0 || length < ENCRYPTION_SIZE + userLength) {
      throw outer.malformed(at, `encrypted part of ${length} bytes`);
    }
    const userAt = at + HEADER_SIZE + 2;
    const ivAt = userAt + userLength;
    const offset = outer.offset(at);
    const { username, password } = this.#credentials(
      bytes.subarray(userAt, ivAt),
      offset,
      'encrypted',
    );
    const encrypted = bytes.subarray(ivAt + IV_SIZE, next);
    const plain = decrypt(password, bytes.subarray(ivAt, ivAt + IV_SIZE), encrypted);
    if (plain === undefined) {
      const text = 'cannot be decrypted with the password of user';
      throw new ThrownDecodeError('ERR_COLLECTD_DECRYPTION', offset, text, username);
    }
    this.parse(outer.inner(plain, ivAt + IV_SIZE + SHA1_SIZE, at), 'encrypt', username);
  }

  #credentials(
    user: Buffer,
    offset: number,
    how: string,
  ): { username: string; password: Password } {
    const username = user.toString();
    let reason = '';
    try {
      const password = this.#password(username);
      if (typeof password === 'string' || password instanceof Uint8Array) {
        return { username, password };
      }
    } catch (error) {
      reason = ` (${error instanceof Error ? error.message : String(error)})`;
    }
    const text = `${how}, and no password known${reason} of user`;
    throw new ThrownDecodeError('ERR_COLLECTD_NO_PASSWORD', offset, text, username);
  }

  #readValues(item: Values, reader: PartReader, at: number, next: number): void {
    const { view } = reader;
    const length = next - at;
    const count = length < VALUES_HEADER_SIZE ? -1 : view.getUint16(at + HEADER_SIZE);
    if (length !== VALUES_HEADER_SIZE + 9 * count) {
      throw reader.malformed(at, `values part of ${length} bytes`);
    }
    let typeAt = at + VALUES_HEADER_SIZE;
    let valueAt = typeAt + count;
    for (; valueAt < next; typeAt++, valueAt += 8) {
      const id = view.getUint8(typeAt);
      const type = DATA_SOURCE_TYPES[id];
      if (type === undefined) throw reader.malformed(at, `value of unknown type ${id}`);
      item.dstypes.push(type);
      if (type === 'gauge') item.values.push(view.getFloat64(valueAt, true));
      else item.values.push(this.#readInteger(view, valueAt, type === 'derive'));
    }
  }

  #readInteger(view: DataView, at: number, signed: boolean): number | bigint {
    if (this.#bigint) return signed ? view.getBigInt64(at) : view.getBigUint64(at);
    // Both halves are exact, and the sum is rounded once.
    const high = signed ? view.getInt32(at) : view.getUint32(at);
    return high * 2 ** 32 + view.getUint32(at + 4);
  }
}
