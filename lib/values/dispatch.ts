/** Checks a value list, encodes it into the frame and hands it to collectd. */

import {
  DS_ABSOLUTE,
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
import { noteMistake } from '../log/mistake.ts';
import { warnOfTruncation } from '../log/truncation.ts';
import { DATA_SOURCE_TYPES } from '../shared/constants.ts';
import { rangeError, runtimeError, typeError } from '../shared/errors.ts';
import { DEFAULT_PLUGIN } from '../shared/plugin-name.ts';
import {
  asUintN,
  BuiltinMap,
  isArray,
  isInstance,
  listOf,
  toNumber,
  trunc,
} from '../shared/primordials.ts';
import { type DataSet, dataSetOf } from './data-sets.ts';
import { type DispatchFrame, openDispatchFrame, putField } from './dispatch-frame.ts';
import { countDispatch, countWrite } from './dispatch-limit.ts';
import { MAX_SIGNED, MAX_UNSIGNED, MIN_SIGNED } from './integers.ts';
import { flattenParts, type Meta, type MetaParts, partsOf } from './meta.ts';
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

/** `a DERIVE` */
function sourceOf(type: number): string {
  return `${type === DS_ABSOLUTE ? 'an' : 'a'} ${DATA_SOURCE_TYPES[type]?.toUpperCase()}`;
}

function refuseRange(value: number | bigint, type: number, index: number): never {
  throw rangeError(
    'ERR_COLLECTD_OUT_OF_RANGE',
    `values[${index}]: ${sourceOf(type)} cannot hold ${value}`,
  );
}

function noteCut(value: number, whole: number, type: number, index: number): void {
  noteMistake('cut fraction', () => {
    return `values[${index}] of type ${lastType}: ${value} is cut to ${whole}, because ${sourceOf(type)} is a whole number; round it, or use a type with a GAUGE`;
  });
}

function putInteger(value: unknown, type: number, index: number): void {
  if (typeof value === 'bigint') {
    const fits =
      type === DS_DERIVE
        ? value >= MIN_SIGNED && value <= MAX_SIGNED
        : value >= 0n && value <= MAX_UNSIGNED;
    if (!fits) refuseRange(value, type, index);
    dispatchFrame.integers[index] = asUintN(64, value);
    dispatchFrame.encodings[index] = ENCODING_RAW;
    return;
  }
  if (typeof value !== 'number') refuseType(value, index);
  const whole = trunc(value);
  // The comparisons are false for NaN.
  const fits =
    type === DS_DERIVE ? whole >= -(2 ** 63) && whole < 2 ** 63 : whole >= 0 && whole < 2 ** 64;
  if (!fits) refuseRange(value, type, index);
  if (whole !== value) noteCut(value, whole, type, index);
  dispatchFrame.numbers[index] = whole;
  dispatchFrame.encodings[index] = type === DS_DERIVE ? ENCODING_SIGNED : ENCODING_UNSIGNED;
}

/** At its place in the frame. */
export function putValue(value: unknown, type: number, index: number): void {
  if (type !== DS_GAUGE) {
    putInteger(value, type, index);
    return;
  }
  if (typeof value === 'number') dispatchFrame.numbers[index] = value;
  else if (typeof value === 'bigint') dispatchFrame.numbers[index] = toNumber(value);
  else refuseType(value, index);
  dispatchFrame.encodings[index] = ENCODING_GAUGE;
}

function checkCount(values: readonly unknown[], type: string, count: number): void {
  if (!isArray(values)) throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', 'values must be an array');
  if (values.length !== count || count > FRAME_MAX_VALUES)
    throw runtimeError(
      'ERR_COLLECTD_VALUES',
      `type ${type} needs ${count} ${count === 1 ? 'value' : 'values'}, got ${values.length}`,
    );
}

/** After the first two, which most lists do not have. */
function putOthers(others: readonly unknown[], types: readonly number[]): void {
  for (let i = 0; i < others.length; i++) putValue(others[i], types[i + 2] ?? DS_COUNTER, i + 2);
}

function hasEntries(meta: Meta): boolean {
  for (const _ in meta) return true;
  // Its entries are no properties.
  return isInstance(meta, BuiltinMap);
}

/** Into its frame; returns what has no room there. */
function putMeta(parts: MetaParts | undefined): FlatMeta | undefined {
  if (parts === undefined) return packedMeta.clear();
  return packedMeta.put(parts) ? undefined : flattenParts(parts);
}

/**
 * Everything is read before the frame is filled: a getter, or a proxy, may dispatch something else.
 *
 * Nine arguments: an object for each list would cost more than the rest.
 */
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
  const parts = hasEntries(meta) ? partsOf(meta) : undefined;
  if (type !== lastType) {
    lastSet = dataSetOf(type);
    lastType = type;
  }
  const { types } = lastSet;
  const count = types.length;
  checkCount(values, type, count);
  const first = values[0];
  const second = count > 1 ? values[1] : undefined;
  const others = count > 2 ? listOf(count - 2, (i) => values[i + 2]) : undefined;
  const here = currentContext()?.interval ?? 0;
  // From here on nothing of a module runs.
  const flat = putMeta(parts);
  putValue(first, types[0] ?? DS_COUNTER, 0);
  if (count > 1) putValue(second, types[1] ?? DS_COUNTER, 1);
  if (others !== undefined) putOthers(others, types);
  dispatchFrame.counts[FRAME_VALUES_NUM_INDEX] = count;
  putField(FIELD_TYPE, type);
  putField(FIELD_PLUGIN_INSTANCE, plugin_instance);
  putField(FIELD_TYPE_INSTANCE, type_instance);
  putField(FIELD_PLUGIN, plugin === '' ? DEFAULT_PLUGIN : plugin);
  putField(FIELD_HOST, host);
  dispatchFrame.times[FRAME_TIME_INDEX] = seconds(time, 'time');
  dispatchFrame.times[FRAME_INTERVAL_INDEX] = interval === 0 ? here : seconds(interval, 'interval');
  dispatchFrame.times[FRAME_CONTEXT_INTERVAL_INDEX] = here;
  if (flat !== undefined) native.meta(flat);
}

/** Gives the filled frame to collectd. */
export function dispatchFilled(): void {
  countDispatch(dispatchFrame.times[FRAME_TIME_INDEX] as number);
  native.dispatch();
  checkStatus();
}

/** Gives the filled frame to one write callback, or to all. */
export function writeFilled(destination: string | undefined): void {
  countWrite();
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
