import { unitsOf } from '../protocol/cdtime.ts';
import { HEADER_SIZE, NUMERIC_SIZE, Part, VALUES_HEADER_SIZE } from '../protocol/wire.ts';

/**
 * A datagram in the making. What does not fit is not written, and remembered in `full`:
 * whoever writes looks at it when an item is complete, and takes the item back.
 */
export class Packet {
  /** How many bytes it can take. */
  readonly limit: number;
  readonly #bytes: Buffer;
  readonly #view: DataView;
  #end = 0;
  #full = false;

  constructor(limit: number) {
    this.limit = limit;
    this.#bytes = Buffer.alloc(limit);
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, limit);
  }

  get end(): number {
    return this.#end;
  }

  get full(): boolean {
    return this.#full;
  }

  /** Takes back what was written behind `end`. */
  cut(end: number): void {
    this.#end = end;
    this.#full = false;
  }

  /** A copy of what there is; the packet is empty afterwards. */
  take(): Buffer {
    const contents = Buffer.from(this.#bytes.subarray(0, this.#end));
    this.cut(0);
    return contents;
  }

  /** `size` is that of the text in bytes, see measure(). */
  writeString(id: number, text: string, size: number): void {
    const at = this.#begin(id, HEADER_SIZE + size + 1);
    if (at < 0) return;
    const bytes = this.#bytes;
    if (size === text.length) {
      for (let index = 0; index < size; index++) bytes[at + index] = text.charCodeAt(index);
    } else {
      bytes.write(text, at, size, 'utf8');
    }
    bytes[at + size] = 0;
  }

  writeNumber(id: number, value: bigint): void {
    const at = this.#begin(id, NUMERIC_SIZE);
    if (at >= 0) this.#view.setBigUint64(at, value);
  }

  /** A time or an interval in high resolution; spares a bigint for each value. */
  writeSeconds(id: number, seconds: number): void {
    const at = this.#begin(id, NUMERIC_SIZE);
    if (at >= 0) writeInteger(this.#view, at, unitsOf(seconds));
  }

  /** The values have been checked: integers are whole and fit, gauges are numbers. */
  writeValues(types: readonly number[], values: readonly (number | bigint)[]): void {
    const count = values.length;
    const at = this.#begin(Part.values, VALUES_HEADER_SIZE + 9 * count);
    if (at < 0) return;
    const view = this.#view;
    view.setUint16(at, count);
    const typesAt = at + 2;
    let valueAt = typesAt + count;
    for (let index = 0; index < count; index++, valueAt += 8) {
      const type = types[index] as number;
      const value = values[index] as number | bigint;
      view.setUint8(typesAt + index, type);
      if (typeof value === 'bigint') view.setBigUint64(valueAt, BigInt.asUintN(64, value));
      else if (type === 1) writeDouble(view, valueAt, value);
      else writeInteger(view, valueAt, value);
    }
  }

  /** Where the payload of a part begins, or -1 where there is no room. */
  #begin(id: number, size: number): number {
    const at = this.#end;
    if (this.#full || at + size > this.limit) {
      this.#full = true;
      return -1;
    }
    this.#view.setUint16(at, id);
    this.#view.setUint16(at + 2, size);
    this.#end = at + size;
    return at + HEADER_SIZE;
  }
}

/** A whole number in two halves; negative ones become two's complement. */
function writeInteger(view: DataView, at: number, value: number): void {
  const high = Math.floor(value / 2 ** 32);
  view.setUint32(at, high);
  view.setUint32(at + 4, value - high * 2 ** 32);
}

function writeDouble(view: DataView, at: number, value: number): void {
  view.setFloat64(at, value, true);
  // Which NaN a number holds is the engine's business; on the wire there is one.
  if (Number.isNaN(value)) view.setBigUint64(at, 0xf87fn);
}
