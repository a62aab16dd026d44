/** Checks a value list, encodes it into the frame and hands it to collectd. */
import { LOG_WARNING } from './constants.ts';
import { current_context } from './context.ts';
import { COUNTER, DERIVE, data_set_of, type DataSet, GAUGE } from './data_sets.ts';
import { range_error, runtime_error, type_error } from './errors.ts';
import {
  AS_GAUGE,
  AS_RAW,
  AS_SIGNED,
  AS_UNSIGNED,
  type Frame,
  HOST,
  MAX_VALUES,
  open_frame,
  PLUGIN,
  PLUGIN_INSTANCE,
  put_field,
  TYPE,
  TYPE_INSTANCE,
} from './frame.ts';
import { log_line } from './log.ts';
import { flatten_meta, type Meta } from './meta.ts';
import { native } from './native.ts';

const DEFAULT_PLUGIN = 'nodejs';
const MAX_U64 = 2n ** 64n - 1n;
const MAX_I64 = 2n ** 63n - 1n;
const MIN_I64 = -(2n ** 63n);
const TYPE_NAMES = ['COUNTER', 'GAUGE', 'DERIVE', 'ABSOLUTE'];

let frame: Frame;
let last_type = '';
let last_set: DataSet;

const MAX_CUT_TEXTS = 1024;
const cut_texts = new Set<string>();

function warn_of_cut(text: string): void {
  if (cut_texts.has(text) || cut_texts.size >= MAX_CUT_TEXTS) return;
  cut_texts.add(text);
  const module = current_context()?.module.name ?? 'unknown module';
  log_line(LOG_WARNING, `nodejs plugin: "${text}" is cut to 127 bytes (${module})`);
}

export function open_dispatch(): void {
  frame = open_frame(warn_of_cut);
}

function refuse_type(value: unknown, index: number): never {
  throw type_error(
    'ERR_COLLECTD_INVALID_ARGUMENT',
    `values[${index}] must be a number or a bigint, not ${value === null ? 'null' : typeof value}`,
  );
}

function refuse_range(value: number | bigint, type: number, index: number): never {
  throw range_error(
    'ERR_COLLECTD_OUT_OF_RANGE',
    `values[${index}]: a ${TYPE_NAMES[type]} cannot hold ${value}`,
  );
}

function put_integer(value: number | bigint, type: number, index: number): void {
  if (typeof value === 'bigint') {
    const fits = type === DERIVE ? value >= MIN_I64 && value <= MAX_I64 : value >= 0n && value <= MAX_U64;
    if (!fits) refuse_range(value, type, index);
    frame.integers[index] = BigInt.asUintN(64, value);
    frame.encodings[index] = AS_RAW;
    return;
  }
  if (typeof value !== 'number') refuse_type(value, index);
  const whole = Math.trunc(value);
  // The comparisons are false for NaN.
  const fits =
    type === DERIVE
      ? whole >= -9223372036854775808 && whole < 9223372036854775808
      : whole >= 0 && whole < 18446744073709551616;
  if (!fits) refuse_range(value, type, index);
  frame.numbers[index] = whole;
  frame.encodings[index] = type === DERIVE ? AS_SIGNED : AS_UNSIGNED;
}

function put_value(value: number | bigint, type: number, index: number): void {
  if (type !== GAUGE) {
    put_integer(value, type, index);
    return;
  }
  if (typeof value === 'number') frame.numbers[index] = value;
  else if (typeof value === 'bigint') frame.numbers[index] = Number(value);
  else refuse_type(value, index);
  frame.encodings[index] = AS_GAUGE;
}

function put_values(values: readonly (number | bigint)[], type: string, set: DataSet): void {
  if (!Array.isArray(values))
    throw type_error('ERR_COLLECTD_INVALID_ARGUMENT', 'values must be an array');
  const count = set.types.length;
  if (values.length !== count || count > MAX_VALUES)
    throw runtime_error(
      'ERR_COLLECTD_VALUES',
      `type ${type} needs ${count} values, got ${values.length}`,
    );
  for (let i = 0; i < count; i++)
    put_value(values[i] as number | bigint, set.types[i] ?? COUNTER, i);
  frame.counts[0] = count;
}

function seconds(value: number, name: string): number {
  if (typeof value !== 'number')
    throw type_error('ERR_COLLECTD_INVALID_ARGUMENT', `${name} must be a number of seconds`);
  // cdtime_t counts to 2^34 seconds.
  if (!(value >= 0 && value < 17179869184))
    throw range_error('ERR_COLLECTD_OUT_OF_RANGE', `${name} must not be ${value}`);
  return value;
}

function has_entries(meta: Meta): boolean {
  for (const _ in meta) return true;
  return false;
}

export function dispatch_frame(
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
  if (type === '') throw runtime_error('ERR_COLLECTD_NO_TYPE', 'type not set');
  if (type !== last_type) {
    last_set = data_set_of(type);
    last_type = type;
  }
  put_values(values, type, last_set);
  put_field(TYPE, type);
  put_field(PLUGIN_INSTANCE, plugin_instance);
  put_field(TYPE_INSTANCE, type_instance);
  put_field(PLUGIN, plugin === '' ? DEFAULT_PLUGIN : plugin);
  put_field(HOST, host);
  const here = current_context()?.interval ?? 0;
  frame.times[0] = seconds(time, 'time');
  frame.times[1] = interval === 0 ? here : seconds(interval, 'interval');
  frame.times[2] = here;
  if (meta === null || typeof meta !== 'object')
    throw type_error('ERR_COLLECTD_INVALID_ARGUMENT', 'meta must be an object');
  if (has_entries(meta)) native.meta(flatten_meta(meta));
  native.dispatch();
  if (frame.counts[1] !== 0)
    throw runtime_error('ERR_COLLECTD_DISPATCH', 'error dispatching values, read the logs');
}
