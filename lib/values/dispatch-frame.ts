/**
 * The dispatch frame: memory that C++ reads. Its five strings stay between calls; only
 * those that changed are written.
 */
import {
  FIELD_HOST,
  FIELD_PLUGIN,
  FIELD_PLUGIN_INSTANCE,
  FIELD_TYPE,
  FIELD_TYPE_INSTANCE,
  FRAME_ENCODINGS_OFFSET,
  FRAME_MAX_VALUES,
  FRAME_VALUES_OFFSET,
  NAME_SIZE,
} from '../contract/layout.generated.ts';
import { native } from '../contract/native.ts';
import { charCodeAt } from '../shared/primordials.ts';
import { checkText } from '../shared/text.ts';

/** By FIELD_*. */
export const FIELD_NAMES = Object.values({
  [FIELD_HOST]: 'host',
  [FIELD_PLUGIN]: 'plugin',
  [FIELD_PLUGIN_INSTANCE]: 'plugin_instance',
  [FIELD_TYPE]: 'type',
  [FIELD_TYPE_INSTANCE]: 'type_instance',
} as const);

export interface DispatchFrame {
  /** time, interval, interval of the context: seconds. */
  readonly times: Float64Array;
  /** FRAME_VALUES_NUM_INDEX and FRAME_STATUS_INDEX. */
  readonly counts: Int32Array;
  /** What is shown to a filter has the types of the data sources here. */
  readonly encodings: Uint8Array;
  readonly numbers: Float64Array;
  readonly integers: BigUint64Array;
}

let bytes: Uint8Array;
let onCut: (text: string) => void;
const last: (string | undefined)[] = FIELD_NAMES.map(() => undefined);

/** `cut` hears of text that does not fit its field. */
export function openDispatchFrame(cut: (text: string) => void): DispatchFrame {
  const memory = native.frame;
  bytes = new Uint8Array(native.fields);
  onCut = cut;
  return {
    times: new Float64Array(memory),
    counts: new Int32Array(memory),
    encodings: new Uint8Array(memory, FRAME_ENCODINGS_OFFSET, FRAME_MAX_VALUES),
    numbers: new Float64Array(memory, FRAME_VALUES_OFFSET, FRAME_MAX_VALUES),
    integers: new BigUint64Array(memory, FRAME_VALUES_OFFSET, FRAME_MAX_VALUES),
  };
}

export function putField(field: number, text: string): void {
  if (last[field] === text) return;
  if (typeof text !== 'string') checkText(text, FIELD_NAMES[field] ?? 'text');
  // Until it is whole, the memory matches no string.
  last[field] = undefined;
  const size = text.length;
  const start = field * NAME_SIZE;
  if (size >= NAME_SIZE) putSlowly(field, text);
  else {
    for (let i = 0; i < size; i++) {
      const code = charCodeAt(text, i);
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
