/** Several value lists that differ in their type instance, at one time. */

import { runtimeError, typeError } from '../shared/errors.ts';
import { orElse } from '../shared/field-arguments.ts';
import type { CheckedSingleType } from '../types/index.ts';
import { dataSetOf } from './data-sets.ts';
import { dispatchFilled, fillDispatchFrame } from './dispatch.ts';
import type { Meta } from './meta.ts';
import { seconds } from './seconds.ts';
import { areFieldsChecked, checkFields } from './unknown-fields.ts';
import type { ValuesFields } from './values.ts';

export interface MultivalueFields<T extends string = string>
  extends Omit<ValuesFields, 'type' | 'type_instance' | 'values'> {
  /** A type with one data source. */
  type: CheckedSingleType<T>;
  /** Type instances, and a value for each. */
  values: Readonly<Record<string, number | bigint>>;
  /**
   * Dispatch shares of their sum instead, as values of the type `percent`. NaN stays
   * NaN and does not count; without a sum all are NaN.
   */
  percent?: boolean;
}

const PERCENT = 'percent';

const FIELDS: readonly string[] = [
  'type',
  'values',
  'percent',
  'plugin',
  'plugin_instance',
  'host',
  'time',
  'interval',
  'meta',
];

type Entry = readonly [type_instance: string, value: number | bigint];

function checkEntries(entries: readonly Entry[]): void {
  for (const [type_instance, value] of entries)
    if (typeof value !== 'number' && typeof value !== 'bigint')
      throw typeError(
        'ERR_COLLECTD_INVALID_ARGUMENT',
        `dispatch_multivalue: values.${type_instance} must be a number or a bigint, not ${value === null ? 'null' : typeof value}`,
      );
}

function shares(entries: readonly Entry[]): Entry[] {
  const numbers = entries.map(([type_instance, value]): [string, number] => [
    type_instance,
    Number(value),
  ]);
  const sum = numbers.reduce((all, [, value]) => (Number.isNaN(value) ? all : all + value), 0);
  const factor = sum === 0 ? Number.NaN : 100 / sum;
  return numbers.map(([type_instance, value]) => [type_instance, value * factor]);
}

function check(fields: MultivalueFields, type: string, values: object, percent: unknown): void {
  const refuse = (text: string): never => {
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `dispatch_multivalue: ${text}`);
  };
  if (values === null || typeof values !== 'object' || Symbol.iterator in values)
    refuse('values must be an object of type instances and numbers');
  if ('type_instance' in fields) refuse('the keys of values are the type instances');
  if (percent !== undefined && typeof percent !== 'boolean') refuse('percent must be a boolean');
  if (type === undefined || type === '') throw runtimeError('ERR_COLLECTD_NO_TYPE', 'type not set');
  const sources = dataSetOf(type).sources.length;
  if (sources !== 1)
    throw runtimeError(
      'ERR_COLLECTD_VALUES',
      `dispatch_multivalue: type ${type} has ${sources} data sources; it takes one with one`,
    );
}

/**
 * Dispatches a value list for each entry of `values`, all with the same time. When
 * anything is refused nothing is sent.
 *
 * @throws as {@link Values.dispatch}; Error ERR_COLLECTD_VALUES for a type with more
 *   than one data source.
 * Source: plugin.h, plugin_dispatch_multivalue.
 */
export function dispatch_multivalue<T extends string>(fields: MultivalueFields<T>): void;
export function dispatch_multivalue(fields: MultivalueFields): void {
  if (fields === null || typeof fields !== 'object')
    throw typeError(
      'ERR_COLLECTD_INVALID_ARGUMENT',
      "dispatch_multivalue: give the fields in an object, such as { type: 'memory', values: { used: 3 } }",
    );
  if (areFieldsChecked()) checkFields('dispatch_multivalue', fields, FIELDS);
  // Read once: whatever getters do, all lists are made of the same.
  const { type, values, percent, meta = {} } = fields;
  const { host = '', plugin = '', plugin_instance = '', interval = 0 } = fields;
  check(fields, type, values, percent);
  const isPercent = percent === true;
  const given = Object.entries(values);
  checkEntries(given);
  const list = isPercent ? shares(given) : given;
  const time = seconds(orElse(fields.time, 0), 'time') || Date.now() / 1000;
  const fill = ([type_instance, value]: Entry, own: Meta): void =>
    fillDispatchFrame(
      isPercent ? PERCENT : type,
      [value],
      plugin_instance,
      type_instance,
      plugin,
      host,
      time,
      interval,
      own,
    );
  for (const entry of list) fill(entry, {});
  for (const entry of list) {
    fill(entry, meta);
    dispatchFilled();
  }
}
