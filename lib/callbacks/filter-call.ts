/**
 * A value list on its way into a match or target, and what a target changed of it on
 * its way back. native/values/filter_call.h is its other half.
 */

import {
  DS_DERIVE,
  DS_GAUGE,
  ENCODING_KEPT,
  FIELD_HOST,
  FIELD_PLUGIN,
  FIELD_PLUGIN_INSTANCE,
  FIELD_TYPE_INSTANCE,
  FILTER_CHANGED_INTERVAL,
  FILTER_CHANGED_META,
  FILTER_CHANGED_TIME,
  FILTER_CHANGED_VALUES,
  FRAME_INTERVAL_INDEX,
  FRAME_TIME_INDEX,
  FRAME_VALUES_NUM_INDEX,
} from '../contract/layout.generated.ts';
import { type FlatMeta, native } from '../contract/native.ts';
import { runtimeError, typeError } from '../shared/errors.ts';
import type { IdentifierStrings } from '../shared/identifier-strings.ts';
import { DEFAULT_PLUGIN } from '../shared/plugin-name.ts';
import { asIntN, is, isArray, listOf, SafeSet, toNumber } from '../shared/primordials.ts';
import { dispatchFrame, putValue } from '../values/dispatch.ts';
import { putField } from '../values/dispatch-frame.ts';
import { flattenMeta, metaFromFlat } from '../values/meta.ts';
import { seconds } from '../values/seconds.ts';
import { received, Values } from '../values/values.ts';
import { shownIdentifier, warnOfInvalidUtf8 } from './invalid-utf8.ts';

export interface Crossing extends IdentifierStrings {
  readonly is_utf8: boolean;
  readonly meta: FlatMeta | null;
}

/** What a filter got, and what is needed to see what it changed. */
export interface Shown {
  readonly vl: Values;
  readonly before: Crossing;
  readonly time: number;
  readonly interval: number;
  readonly values: readonly (number | bigint)[];
  readonly types: readonly number[];
}

const MAX_WARNED = 1024;
const warned = new SafeSet<string>();

/** Once for each identifier: unlike a write callback's, it comes with every list. */
function warnOnce(crossing: Crossing): void {
  const shown = shownIdentifier(crossing);
  if (warned.has(shown) || warned.size >= MAX_WARNED) return;
  warned.add(shown);
  warnOfInvalidUtf8(shown);
}

/** Values stand in the frame with the bits that the daemon has, and their types. */
function valueAt(index: number, bigint: boolean): number | bigint {
  const type = dispatchFrame.encodings[index];
  if (type === DS_GAUGE) return dispatchFrame.numbers[index] as number;
  const bits = dispatchFrame.integers[index] as bigint;
  const integer = type === DS_DERIVE ? asIntN(64, bits) : bits;
  return bigint ? integer : toNumber(integer);
}

export function shownList(crossing: Crossing, bigint: boolean): Shown {
  const count = dispatchFrame.counts[FRAME_VALUES_NUM_INDEX] as number;
  const values = listOf(count, (i) => valueAt(i, bigint));
  const types = listOf(count, (i) => dispatchFrame.encodings[i] as number);
  const time = dispatchFrame.times[FRAME_TIME_INDEX] as number;
  const interval = dispatchFrame.times[FRAME_INTERVAL_INDEX] as number;
  if (!crossing.is_utf8) warnOnce(crossing);
  received.host = crossing.host;
  received.plugin = crossing.plugin;
  received.plugin_instance = crossing.plugin_instance;
  received.type = crossing.type;
  received.type_instance = crossing.type_instance;
  received.time = time;
  received.interval = interval;
  received.values = listOf(count, (i) => values[i] as number | bigint);
  received.meta = crossing.meta === null ? {} : metaFromFlat(crossing.meta);
  return { vl: new Values(received), before: crossing, time, interval, values, types };
}

/**
 * Checks what became of the list as dispatch() would, and puts what changed into the
 * frame. What is as it was stays in the daemon bit by bit.
 *
 * @returns which fields changed; nothing is in the daemon when this throws.
 */
export function putChanges(shown: Shown): number {
  const { before } = shown;
  // Everything is read before the frame is filled: a getter, or a proxy, may dispatch something else.
  const { type, host, plugin, plugin_instance, type_instance, time, interval, meta } = shown.vl;
  if (type !== before.type)
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', 'a target must not change the type');
  const values = readValues(shown);
  const flat = flattenMeta(meta);
  // From here on nothing of the module runs.
  let changes =
    putChanged(FIELD_HOST, host === '' ? native.session.hostname : host, before.host) |
    putChanged(FIELD_PLUGIN, plugin === '' ? DEFAULT_PLUGIN : plugin, before.plugin) |
    putChanged(FIELD_PLUGIN_INSTANCE, plugin_instance, before.plugin_instance) |
    putChanged(FIELD_TYPE_INSTANCE, type_instance, before.type_instance) |
    putValues(values, shown);
  if (time !== shown.time) {
    dispatchFrame.times[FRAME_TIME_INDEX] = seconds(time, 'time');
    changes |= FILTER_CHANGED_TIME;
  }
  if (interval !== shown.interval) {
    dispatchFrame.times[FRAME_INTERVAL_INDEX] = seconds(interval, 'interval');
    if (interval === 0) dispatchFrame.times[FRAME_INTERVAL_INDEX] = shown.interval;
    else changes |= FILTER_CHANGED_INTERVAL;
  }
  return changes | putMeta(flat, before.meta);
}

function putChanged(field: number, text: string, before: string): number {
  if (text === before) return 0;
  putField(field, text);
  return 1 << field;
}

function readValues({ vl: { type, values }, types }: Shown): unknown[] {
  if (!isArray(values)) throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', 'values must be an array');
  const count = types.length;
  if (values.length !== count)
    throw runtimeError(
      'ERR_COLLECTD_VALUES',
      `a target must not change the number of values: type ${type} needs ${count}, got ${values.length}`,
    );
  return listOf(count, (i) => values[i]);
}

function putValues(after: readonly unknown[], { values, types }: Shown): number {
  let changes = 0;
  dispatchFrame.counts[FRAME_VALUES_NUM_INDEX] = types.length;
  for (let i = 0; i < types.length; i++) {
    if (is(after[i], values[i])) dispatchFrame.encodings[i] = ENCODING_KEPT;
    else {
      putValue(after[i], types[i] as number, i);
      changes = FILTER_CHANGED_VALUES;
    }
  }
  return changes;
}

function areSame(after: FlatMeta, before: FlatMeta): boolean {
  if (after.length !== before.length) return false;
  for (let i = 0; i < after.length; i++) if (!is(after[i], before[i])) return false;
  return true;
}

function putMeta(after: FlatMeta, before: FlatMeta | null): number {
  if (before === null ? after.length === 0 : areSame(after, before)) return 0;
  native.meta(after);
  return FILTER_CHANGED_META;
}
