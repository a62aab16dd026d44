/**
 * The dispatch frame: memory that C++ reads (native/values/dispatcher.h has the same
 * layout). Its five strings stay between calls; only those that changed are written.
 */
import { native } from '../contract/native.ts';
import { checkText } from '../shared/text.ts';

export const HOST = 0;
export const PLUGIN = 1;
export const PLUGIN_INSTANCE = 2;
export const TYPE = 3;
export const TYPE_INSTANCE = 4;

export const FIELD_NAMES = ['host', 'plugin', 'plugin_instance', 'type', 'type_instance'] as const;

/** How a value stands in the frame. */
export const AS_GAUGE = 0;
export const AS_RAW = 1;
export const AS_UNSIGNED = 2;
export const AS_SIGNED = 3;
/** What a filter left as it was. */
export const AS_KEPT = 4;

export const MAX_VALUES = 512;

const FIELD_SIZE = 128;
const ENCODINGS_AT = 32;
const VALUES_AT = 544;

export interface DispatchFrame {
  /** time, interval, interval of the context: seconds. */
  readonly times: Float64Array;
  /** number of values, status of the dispatch. */
  readonly counts: Int32Array;
  /** What is shown to a filter has the types of the data sources here. */
  readonly encodings: Uint8Array;
  readonly numbers: Float64Array;
  readonly integers: BigUint64Array;
}

let bytes: Uint8Array;
let onCut: (text: string) => void;
const last: (string | undefined)[] = [undefined, undefined, undefined, undefined, undefined];

/** `cut` hears of text over 127 bytes. */
export function openDispatchFrame(cut: (text: string) => void): DispatchFrame {
  const memory = native.frame;
  bytes = new Uint8Array(native.fields);
  onCut = cut;
  return {
    times: new Float64Array(memory, 0, 3),
    counts: new Int32Array(memory, 24, 2),
    encodings: new Uint8Array(memory, ENCODINGS_AT, MAX_VALUES),
    numbers: new Float64Array(memory, VALUES_AT, MAX_VALUES),
    integers: new BigUint64Array(memory, VALUES_AT, MAX_VALUES),
  };
}

export function putField(field: number, text: string): void {
  if (last[field] === text) return;
  if (typeof text !== 'string') checkText(text, FIELD_NAMES[field] ?? 'text');
  // Until it is whole, the memory matches no string.
  last[field] = undefined;
  const size = text.length;
  const start = field * FIELD_SIZE;
  if (size >= FIELD_SIZE) putSlowly(field, text);
  else {
    for (let i = 0; i < size; i++) {
      const code = text.charCodeAt(i);
      if (code === 0 || code > 127) {
        putSlowly(field, text);
        last[field] = text;
        return;
      }
      bytes[start + i] = code;
    }
    bytes[start + size] = 0;
  }
  last[field] = text;
}

function putSlowly(field: number, text: string): void {
  checkText(text, FIELD_NAMES[field] ?? 'text');
  if (native.encode(field, text)) onCut(text);
}
