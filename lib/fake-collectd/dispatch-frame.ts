/** The dispatch frame of lib/values/dispatch-frame.ts, read where native/values/dispatcher.cc reads it. */

import {
  DS_DERIVE,
  ENCODING_GAUGE,
  ENCODING_RAW,
  FIELD_TYPE,
  FRAME_CONTEXT_INTERVAL_INDEX,
  FRAME_ENCODINGS_OFFSET,
  FRAME_INTERVAL_INDEX,
  FRAME_MAX_VALUES,
  FRAME_SIZE,
  FRAME_STATUS_INDEX,
  FRAME_TIME_INDEX,
  FRAME_VALUES_OFFSET,
  META_FRAME_SIZE,
  NAME_SIZE,
} from '../contract/layout.generated.ts';
import type { FlatMeta } from '../contract/native.ts';
import { FIELD_NAMES } from '../values/dispatch-frame.ts';
import { flattenMeta } from '../values/meta.ts';
import { PackedMeta } from '../values/packed-meta.ts';
import type { ValueList } from './output.ts';
import { truncateText } from './strings.ts';

/** What is known of the daemon where a list does not say it. */
export interface Defaults {
  readonly hostname: string;
  /** Seconds. */
  readonly interval: number;
}

export class DispatchFrameMemory {
  readonly frame = new ArrayBuffer(FRAME_SIZE);
  readonly fields = new ArrayBuffer(FIELD_NAMES.length * NAME_SIZE);
  readonly metaFrame = new ArrayBuffer(META_FRAME_SIZE);
  readonly #packed = new PackedMeta(this.metaFrame);
  readonly #bytes = Buffer.from(this.fields);
  readonly #times = new Float64Array(this.frame);
  readonly #counts = new Int32Array(this.frame);
  readonly #encodings = new Uint8Array(this.frame, FRAME_ENCODINGS_OFFSET, FRAME_MAX_VALUES);
  readonly #numbers = new Float64Array(this.frame, FRAME_VALUES_OFFSET, FRAME_MAX_VALUES);
  readonly #integers = new BigUint64Array(this.frame, FRAME_VALUES_OFFSET, FRAME_MAX_VALUES);
  #meta: FlatMeta = [];

  /** For the next list only: what has no room in the meta frame. */
  set meta(meta: FlatMeta) {
    this.#meta = meta;
  }

  set status(status: number) {
    this.#counts[FRAME_STATUS_INDEX] = status;
  }

  /** True when it had to be cut. */
  encode(field: number, text: string): boolean {
    const cut = truncateText(text, NAME_SIZE - 1);
    const start = field * NAME_SIZE;
    const written = this.#bytes.write(cut, start, NAME_SIZE - 1, 'utf8');
    this.#bytes[start + written] = 0;
    return cut !== text;
  }

  /** @param types - DS_* of the data sources. */
  take(types: readonly number[], defaults: Defaults): ValueList {
    const [host = '', plugin = '', plugin_instance = '', type = '', type_instance = ''] =
      FIELD_NAMES.map((_, field) => this.#field(field));
    const time = this.#times[FRAME_TIME_INDEX] ?? 0;
    const interval = this.#times[FRAME_INTERVAL_INDEX] ?? 0;
    const contextInterval = this.#times[FRAME_CONTEXT_INTERVAL_INDEX] ?? 0;
    const packed = flattenMeta(this.#packed.read(0));
    const meta = packed.length > 0 ? packed : this.#meta;
    this.#meta = [];
    return {
      host: host || defaults.hostname,
      plugin,
      plugin_instance,
      type,
      type_instance,
      time: time || Date.now() / 1000,
      interval: interval || contextInterval || defaults.interval,
      values: types.map((source, index) => this.#value(index, source)),
      meta,
    };
  }

  get type(): string {
    return this.#field(FIELD_TYPE);
  }

  #field(field: number): string {
    const start = field * NAME_SIZE;
    return this.#bytes.toString('utf8', start, this.#bytes.indexOf(0, start));
  }

  #value(index: number, source: number): number | bigint {
    const encoding = this.#encodings[index] ?? ENCODING_GAUGE;
    if (encoding === ENCODING_GAUGE) return this.#numbers[index] ?? Number.NaN;
    const bits =
      encoding === ENCODING_RAW
        ? (this.#integers[index] ?? 0n)
        : BigInt.asUintN(64, BigInt(this.#numbers[index] ?? 0));
    return source === DS_DERIVE ? BigInt.asIntN(64, bits) : bits;
  }
}
