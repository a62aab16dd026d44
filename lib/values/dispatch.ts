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
import { warnOfCut } from '../log/truncation.ts';
import { rangeError, runtimeError, typeError } from '../shared/errors.ts';
import { type DataSet, dataSetOf, typeNameOf } from './data-sets.ts';
import { type Frame, openFrame, putField } from './dispatch-frame.ts';
import { flattenMeta, type Meta } from './meta.ts';
import { PackedMeta } from './packed-meta.ts';

export const DEFAULT_PLUGIN = 'nodejs';
const MAX_U64 = 2n ** 64n - 1n;
const MAX_I64 = 2n ** 63n - 1n;
const MIN_I64 = -(2n ** 63n);

export let frame: Frame;
let metaFrame: PackedMeta;
let lastType = '';
let lastSet: DataSet;

export function openDispatch(): void {
  frame = openFrame((text) => warnOfCut(text, NAME_SIZE - 1));
  metaFrame = new PackedMeta(native.meta_frame);
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
    `values[${index}]: a ${typeNameOf(type).toUpperCase()} cannot hold ${value}`,
  );
}

function putInteger(value: number | bigint, type: number, index: number): void {
  if (typeof value === 'bigint') {
    const fits =
      type === DS_DERIVE ? value >= MIN_I64 && value <= MAX_I64 : value >= 0n && value <= MAX_U64;
    if (!fits) refuseRange(value, type, index);
    frame.integers[index] = BigInt.asUintN(64, value);
    frame.encodings[index] = ENCODING_RAW;
    return;
  }
  if (typeof value !== 'number') refuseType(value, index);
  const whole = Math.trunc(value);
  // The comparisons are false for NaN.
  const fits =
    type === DS_DERIVE ? whole >= -(2 ** 63) && whole < 2 ** 63 : whole >= 0 && whole < 2 ** 64;
  if (!fits) refuseRange(value, type, index);
  frame.numbers[index] = whole;
  frame.encodings[index] = type === DS_DERIVE ? ENCODING_SIGNED : ENCODING_UNSIGNED;
}

/** At its place in the frame. */
export function putValue(value: number | bigint, type: number, index: number): void {
  if (type !== DS_GAUGE) {
    putInteger(value, type, index);
    return;
  }
  if (typeof value === 'number') frame.numbers[index] = value;
  else if (typeof value === 'bigint') frame.numbers[index] = Number(value);
  else refuseType(value, index);
  frame.encodings[index] = ENCODING_GAUGE;
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
  frame.counts[FRAME_VALUES_NUM_INDEX] = count;
}

export function seconds(value: number, name: string): number {
  if (typeof value !== 'number')
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${name} must be a number of seconds`);
  // cdtime_t counts to 2^34 seconds.
  if (!(value >= 0 && value < 17179869184))
    throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', `${name} must not be ${value}`);
  return value;
}

function hasEntries(meta: Meta): boolean {
  for (const _ in meta) return true;
  // Its entries are no properties.
  return meta instanceof Map;
}

/** Into its frame; returns what has no room there. */
function putMeta(meta: Meta): FlatMeta | undefined {
  return metaFrame.put(meta) ? undefined : flattenMeta(meta);
}

/** Nine arguments: an object for each list would cost more than the rest. */
export function fillFrame(
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
  const flat = hasEntries(meta) ? putMeta(meta) : metaFrame.clear();
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
  frame.times[FRAME_TIME_INDEX] = seconds(time, 'time');
  frame.times[FRAME_INTERVAL_INDEX] = interval === 0 ? here : seconds(interval, 'interval');
  frame.times[FRAME_CONTEXT_INTERVAL_INDEX] = here;
  if (flat !== undefined) native.meta(flat);
}

/** Gives the filled frame to collectd. */
export function dispatchFrame(): void {
  native.dispatch();
  checkStatus();
}

/** Gives the filled frame to one write callback, or to all. */
export function writeFrame(destination: string | undefined): void {
  const wasFull = native.write(destination ?? null);
  if (wasFull)
    throw runtimeError(
      'ERR_COLLECTD_QUEUE_FULL',
      'the queue of a write callback is full; the list did not reach it',
    );
  if (frame.counts[FRAME_STATUS_INDEX] === FRAME_NO_DESTINATION)
    throw runtimeError(
      'ERR_COLLECTD_NO_DESTINATION',
      destination === undefined
        ? 'there is no write callback'
        : `there is no write callback "${destination}"`,
    );
  checkStatus();
}

function checkStatus(): void {
  if (frame.counts[FRAME_STATUS_INDEX] !== 0)
    throw runtimeError('ERR_COLLECTD_DISPATCH', 'error dispatching values, read the logs');
}
