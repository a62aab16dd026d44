/** Checks a value list, encodes it into the frame and hands it to collectd. */

import {
  DS_COUNTER,
  DS_DERIVE,
  DS_GAUGE,
  ENCODING_GAUGE,
  ENCODING_RAW,
  ENCODING_SIGNED,
  ENCODING_UNSIGNED,
  FIELD_HOST,
  FIELD_PLUGIN,
  FIELD_PLUGIN_INSTANCE,
  FIELD_TYPE,
  FIELD_TYPE_INSTANCE,
  FRAME_CONTEXT_INTERVAL_INDEX,
  FRAME_INTERVAL_INDEX,
  FRAME_MAX_VALUES,
  FRAME_NO_DESTINATION,
  FRAME_STATUS_INDEX,
  FRAME_TIME_INDEX,
  FRAME_VALUES_NUM_INDEX,
  NAME_SIZE,
} from '../contract/layout.generated.ts';
import { type FlatMeta, native } from '../contract/native.ts';
import { currentContext } from '../execution/context.ts';
import { warnOfTruncation } from '../log/truncation.ts';
import { DATA_SOURCE_TYPES } from '../shared/constants.ts';
import { rangeError, runtimeError, typeError } from '../shared/errors.ts';
import { DEFAULT_PLUGIN } from '../shared/plugin-name.ts';
import { type DataSet, dataSetOf } from './data-sets.ts';
import { type DispatchFrame, openDispatchFrame, putField } from './dispatch-frame.ts';
import { countDispatch } from './dispatch-limit.ts';
import { MAX_SIGNED, MAX_UNSIGNED, MIN_SIGNED } from './integers.ts';
import { flattenMeta, type Meta } from './meta.ts';
import { PackedMeta } from './packed-meta.ts';
import { seconds } from './seconds.ts';

export let dispatchFrame: DispatchFrame;
let packedMeta: PackedMeta;
let lastType = '';
let lastSet: DataSet;

export function openDispatch(): void {
  dispatchFrame = openDispatchFrame((text) => warnOfTruncation(text, NAME_SIZE - 1));
  packedMeta = new PackedMeta(native.meta_frame);
}

function refuseType(value: unknown, index: number): never {
  throw typeError(
    'ERR_COLLECTD_INVALID_ARGUMENT',
    `values[${index}] must be a number or a bigint, not ${value === null ? 'null' : typeof value}`,
  );
}

function refuseRange(value: number | bigint, type: number, index: number): never {
  throw rangeError(
    'ERR_COLLECTD_OUT_OF_RANGE',
    `values[${index}]: a ${DATA_SOURCE_TYPES[type]?.toUpperCase()} cannot hold ${value}`,
  );
}

function putInteger(value: number | bigint, type: number, index: number): void {
  if (typeof value === 'bigint') {
    const fits =
      type === DS_DERIVE
        ? value >= MIN_SIGNED && value <= MAX_SIGNED
        : value >= 0n && value <= MAX_UNSIGNED;
    if (!fits) refuseRange(value, type, index);
    dispatchFrame.integers[index] = BigInt.asUintN(64, value);
    dispatchFrame.encodings[index] = ENCODING_RAW;
    return;
  }
  if (typeof value !== 'number') refuseType(value, index);
  const whole = Math.trunc(value);
  // The comparisons are false for NaN.
  const fits =
    type === DS_DERIVE ? whole >= -(2 ** 63) && whole < 2 ** 63 : whole >= 0 && whole < 2 ** 64;
  if (!fits) refuseRange(value, type, index);
  dispatchFrame.numbers[index] = whole;
  dispatchFrame.encodings[index] = type === DS_DERIVE ? ENCODING_SIGNED : ENCODING_UNSIGNED;
}

/** At its place in the frame. */
export function putValue(value: number | bigint, type: number, index: number): void {
  if (type !== DS_GAUGE) {
    putInteger(value, type, index);
    return;
  }
  if (typeof value === 'number') dispatchFrame.numbers[index] = value;
  else if (typeof value === 'bigint') dispatchFrame.numbers[index] = Number(value);
  else refuseType(value, index);
  dispatchFrame.encodings[index] = ENCODING_GAUGE;
}

function putValues(values: readonly (number | bigint)[], type: string, set: DataSet): void {
  if (!Array.isArray(values))
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', 'values must be an array');
  const count = set.types.length;
  if (values.length !== count || count > FRAME_MAX_VALUES)
    throw runtimeError(
      'ERR_COLLECTD_VALUES',
      `type ${type} needs ${count} values, got ${values.length}`,
    );
  for (let i = 0; i < count; i++)
    putValue(values[i] as number | bigint, set.types[i] ?? DS_COUNTER, i);
  dispatchFrame.counts[FRAME_VALUES_NUM_INDEX] = count;
}

function hasEntries(meta: Meta): boolean {
  for (const _ in meta) return true;
  // Its entries are no properties.
  return meta instanceof Map;
}

/** Into its frame; returns what has no room there. */
function putMeta(meta: Meta): FlatMeta | undefined {
  return packedMeta.put(meta) ? undefined : flattenMeta(meta);
}

/** Nine arguments: an object for each list would cost more than the rest. */
export function fillDispatchFrame(
  type: string,
  values: readonly (number | bigint)[],
  plugin_instance: string,
  type_instance: string,
  plugin: string,
  host: string,
  time: number,
  interval: number,
  meta: Meta,
): void {
  if (type === '') throw runtimeError('ERR_COLLECTD_NO_TYPE', 'type not set');
  if (meta === null || typeof meta !== 'object')
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', 'meta must be an object');
  // Before the frame is filled: a getter in it may dispatch something else.
  const flat = hasEntries(meta) ? putMeta(meta) : packedMeta.clear();
  if (type !== lastType) {
    lastSet = dataSetOf(type);
    lastType = type;
  }
  putValues(values, type, lastSet);
  putField(FIELD_TYPE, type);
  putField(FIELD_PLUGIN_INSTANCE, plugin_instance);
  putField(FIELD_TYPE_INSTANCE, type_instance);
  putField(FIELD_PLUGIN, plugin === '' ? DEFAULT_PLUGIN : plugin);
  putField(FIELD_HOST, host);
  const here = currentContext()?.interval ?? 0;
  dispatchFrame.times[FRAME_TIME_INDEX] = seconds(time, 'time');
  dispatchFrame.times[FRAME_INTERVAL_INDEX] = interval === 0 ? here : seconds(interval, 'interval');
  dispatchFrame.times[FRAME_CONTEXT_INTERVAL_INDEX] = here;
  if (flat !== undefined) native.meta(flat);
}

/** Gives the filled frame to collectd. */
export function dispatchFilled(): void {
  countDispatch();
  native.dispatch();
  checkStatus();
}

/** Gives the filled frame to one write callback, or to all. */
export function writeFilled(destination: string | undefined): void {
  countDispatch();
  const wasFull = native.write(destination ?? null);
  if (wasFull)
    throw runtimeError(
      'ERR_COLLECTD_QUEUE_FULL',
      'the queue of a write callback is full; the list did not reach it',
    );
  if (dispatchFrame.counts[FRAME_STATUS_INDEX] === FRAME_NO_DESTINATION)
    throw runtimeError(
      'ERR_COLLECTD_NO_DESTINATION',
      destination === undefined
        ? 'there is no write callback'
        : `there is no write callback "${destination}"`,
    );
  checkStatus();
}

function checkStatus(): void {
  if (dispatchFrame.counts[FRAME_STATUS_INDEX] !== 0)
    throw runtimeError('ERR_COLLECTD_DISPATCH', 'error dispatching values, read the logs');
}
