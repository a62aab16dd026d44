import { HEADER_SIZE, NUMERIC_SIZE } from '../protocol/wire.ts';
import { malformed, type ThrownDecodeError } from './decode-error.ts';

/** Nobody nests deeper than one in the other; each layer costs a pass over the rest. */
const DEEPEST = 8;

/** A sequence of parts: the datagram, or what is inside a signed or encrypted part of it. */
export class PartReader {
  readonly bytes: Buffer;
  readonly view: DataView;
  /** Where it begins in the datagram. */
  readonly #offset: number;
  readonly #depth: number;

  constructor(bytes: Buffer, offset = 0, depth = 0) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#offset = offset;
    this.#depth = depth;
  }

  /** What stands inside the part at `at`: plain bytes that began at `start`. */
  inner(bytes: Buffer, start: number, at: number): PartReader {
    if (this.#depth === DEEPEST) throw this.malformed(at, 'protected parts nested too deep');
    return new PartReader(bytes, this.offset(start), this.#depth + 1);
  }

  /** The place in the datagram. */
  offset(at: number): number {
    return this.#offset + at;
  }

  malformed(at: number, message: string): ThrownDecodeError {
    return malformed(this.offset(at), message);
  }

  /** The end of the part at `at`: behind its beginning, and not behind the contents. */
  endOfPart(at: number): number {
    const rest = this.bytes.length - at;
    if (rest < HEADER_SIZE) throw this.malformed(at, `only ${rest} bytes of a part`);
    const length = this.view.getUint16(at + 2);
    if (length < HEADER_SIZE || length > rest) {
      throw this.malformed(at, `part of ${length} bytes, where ${rest} are left,`);
    }
    return at + length;
  }

  /** The payload of a numeric part. */
  number(at: number, next: number): bigint {
    if (next - at !== NUMERIC_SIZE) throw this.malformed(at, `number part of ${next - at} bytes`);
    return this.view.getBigUint64(at + HEADER_SIZE);
  }

  /** The end of the text of a string part, which is where its NUL stands. */
  endOfString(at: number, next: number): number {
    if (next - at <= HEADER_SIZE) throw this.malformed(at, 'string part without a NUL');
    if (this.bytes[next - 1] !== 0) throw this.malformed(at, 'string part that ends in no NUL');
    return next - 1;
  }
}
