/** The dispatch frame of lib/values/dispatch-frame.ts, read where native/values/dispatcher.cc reads it. */

import type { FlatMeta } from '../contract/native.ts';
import { AS_GAUGE, AS_RAW, FIELD_NAMES, MAX_VALUES } from '../values/dispatch-frame.ts';
import { flattenMeta } from '../values/meta.ts';
import { PackedMeta } from '../values/packed-meta.ts';
import type { ValueList } from './output.ts';
import { truncateText } from './strings.ts';

const FIELD_SIZE = 128;
const VALUES_AT = 544;

/** What is known of the daemon where a list does not say it. */
export interface Defaults {
  readonly hostname: string;
  /** Seconds. */
  readonly interval: number;
}

export class DispatchFrameMemory {
  readonly frame = new ArrayBuffer(VALUES_AT + MAX_VALUES * 8);
  readonly fields = new ArrayBuffer(FIELD_NAMES.length * FIELD_SIZE);
  readonly metaFrame = new ArrayBuffer(2048);
  readonly #packed = new PackedMeta(this.metaFrame);
  readonly #bytes = Buffer.from(this.fields);
  readonly #times = new Float64Array(this.frame, 0, 3);
  readonly #counts = new Int32Array(this.frame, 24, 2);
  readonly #encodings = new Uint8Array(this.frame, 32, MAX_VALUES);
  readonly #numbers = new Float64Array(this.frame, VALUES_AT, MAX_VALUES);
  readonly #integers = new BigUint64Array(this.frame, VALUES_AT, MAX_VALUES);
  #meta: FlatMeta = [];

  /** For the next list only: what has no room in the meta frame. */
  set meta(meta: FlatMeta) {
    this.#meta = meta;
  }

  set status(status: number) {
    this.#counts[1] = status;
  }

  /** True when it had to be cut. */
  encode(field: number, text: string): boolean {
    const cut = truncateText(text, FIELD_SIZE - 1);
    const start = field * FIELD_SIZE;
    const written = this.#bytes.write(cut, start, FIELD_SIZE - 1, 'utf8');
    this.#bytes[start + written] = 0;
    return cut !== text;
  }

  /** @param types - collectd's numbers of the data sources (plugin.h). */
  take(types: readonly number[], defaults: Defaults): ValueList {
    const [host = '', plugin = '', plugin_instance = '', type = '', type_instance = ''] =
      FIELD_NAMES.map((_, field) => this.#field(field));
    const [time = 0, interval = 0, contextInterval = 0] = this.#times;
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
    return this.#field(FIELD_NAMES.indexOf('type'));
  }

  #field(field: number): string {
    const start = field * FIELD_SIZE;
    return this.#bytes.toString('utf8', start, this.#bytes.indexOf(0, start));
  }

  #value(index: number, source: number): number | bigint {
    const encoding = this.#encodings[index] ?? AS_GAUGE;
    if (encoding === AS_GAUGE) return this.#numbers[index] ?? Number.NaN;
    const bits =
      encoding === AS_RAW
        ? (this.#integers[index] ?? 0n)
        : BigInt.asUintN(64, BigInt(this.#numbers[index] ?? 0));
    return source === DERIVE ? BigInt.asIntN(64, bits) : bits;
  }
}

const DERIVE = 2;
