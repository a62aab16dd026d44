import { inspect } from 'node:util';
import { isFields, keepFields, orElse, refuseFields } from '../shared/field-arguments.ts';
import { formatObject } from '../shared/format-object.ts';
import { isArray, listOf } from '../shared/primordials.ts';
import { checkText } from '../shared/text.ts';
import type { DataSource } from '../types/data-source.ts';
import type { CheckedType, ValuesOf } from '../types/index.ts';
import { dataSetOf } from './data-sets.ts';
import { dispatchFilled, fillDispatchFrame, writeFilled } from './dispatch.ts';
import { type CounterSample, watchCounters } from './falling-counters.ts';
import { type Meta, ownMeta } from './meta.ts';
import { ratesOf } from './rates.ts';
import { areFieldsChecked, checkFields } from './unknown-fields.ts';

/** The fields of a value list; all are optional where a Values is made or dispatched. */
export interface ValuesFields<T extends string = string> {
  /**
   * A type that types.db has. Mandatory when the list is dispatched. One that is written
   * out has to be known to the compiler, see {@link CustomTypes}.
   */
  type?: CheckedType<T>;
  /** One number for each data source of the type. */
  values?: Readonly<ValuesOf<T>>;
  plugin_instance?: string;
  type_instance?: string;
  /** Default: `nodejs`. */
  plugin?: string;
  /** Default: this host, as collectd.conf names it. */
  host?: string;
  /**
   * Seconds since 1970, such as `Date.now() / 1000`; 0 is the time of the dispatch. The
   * compiler rejects a Date and a bigint, but milliseconds are a number like any other.
   */
  time?: number;
  /** Seconds; 0 is the interval of the callback that dispatches. */
  interval?: number;
  /** Default: none. */
  meta?: Meta;
}

const FIELDS: readonly string[] = [
  'type',
  'values',
  'plugin',
  'plugin_instance',
  'type_instance',
  'host',
  'time',
  'interval',
  'meta',
];
const FIELDS_EXAMPLE = "{ type: 'gauge' }";

/** What a write callback's list is made of; see lib/callbacks/record-reader.ts. */
export interface ReceivedFields extends Required<ValuesFields> {
  values: (number | bigint)[];
}

/** The one object through which received fields reach the constructor without a copy. */
export const received: ReceivedFields = {
  host: '',
  plugin: '',
  plugin_instance: '',
  type: '',
  type_instance: '',
  time: 0,
  interval: 0,
  values: [],
  meta: {},
};

/** The class itself; typed-values.ts describes it to plugin authors and their compilers. */
export class Values {
  declare host: string;
  declare plugin: string;
  declare plugin_instance: string;
  declare type: string;
  declare type_instance: string;
  declare time: number;
  declare interval: number;
  declare values: (number | bigint)[];
  declare meta: Meta;

  constructor(fields?: ValuesFields) {
    if (fields === received) {
      this.host = received.host;
      this.plugin = received.plugin;
      this.plugin_instance = received.plugin_instance;
      this.type = received.type;
      this.type_instance = received.type_instance;
      this.time = received.time;
      this.interval = received.interval;
      this.values = received.values;
      this.meta = received.meta;
      return;
    }
    if (fields !== undefined) {
      if (!isFields(fields)) refuseFields('Values', FIELDS_EXAMPLE);
      if (areFieldsChecked()) checkFields('Values', fields, FIELDS);
    }
    this.host = orElse(fields?.host, '');
    this.plugin = orElse(fields?.plugin, '');
    this.plugin_instance = orElse(fields?.plugin_instance, '');
    this.type = orElse(fields?.type, '');
    this.type_instance = orElse(fields?.type_instance, '');
    this.time = orElse(fields?.time, 0);
    this.interval = orElse(fields?.interval, 0);
    this.values = ownValues(fields?.values);
    this.meta = ownMeta(fields?.meta);
  }

  get dataset(): readonly DataSource[] {
    return dataSetOf(this.type).sources;
  }

  rates(): number[] {
    return ratesOf(this);
  }

  dispatch<T extends string>(fields?: ValuesFields<T>): void {
    const sample = fill(this, fields as ValuesFields | undefined);
    dispatchFilled();
    if (sample !== undefined) watchCounters(sample);
  }

  write<T extends string>(destination?: string, fields?: ValuesFields<T>): void {
    if (destination !== undefined) checkText(destination, 'destination');
    fill(this, fields as ValuesFields | undefined);
    writeFilled(destination);
  }

  toString(): string {
    return formatObject(this, Object.entries(this));
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

keepFields(Values, FIELDS);

/** A copy of what the constructor was given. What are no values is refused when it is dispatched. */
function ownValues(values: ValuesFields['values']): (number | bigint)[] {
  if (values === undefined) return [];
  if (isArray(values)) return listOf(values.length, (i) => values[i] as number | bigint);
  const isList = typeof values === 'object' && values !== null && Symbol.iterator in values;
  return isList ? [...values] : (values as (number | bigint)[]);
}

/** @returns what to watch of it once it is dispatched: most lists are not. */
function fill(vl: Values, fields: ValuesFields | undefined): CounterSample | undefined {
  const given = fields === undefined ? vl : fields;
  if (!isFields(given)) refuseFields('fields', FIELDS_EXAMPLE);
  const isChecked = areFieldsChecked();
  if (isChecked && fields !== undefined) checkFields('Values', fields, FIELDS);
  const type = orElse(given.type, vl.type);
  const values = orElse(given.values, vl.values);
  const plugin_instance = orElse(given.plugin_instance, vl.plugin_instance);
  const type_instance = orElse(given.type_instance, vl.type_instance);
  const plugin = orElse(given.plugin, vl.plugin);
  const host = orElse(given.host, vl.host);
  fillDispatchFrame(
    type,
    values,
    plugin_instance,
    type_instance,
    plugin,
    host,
    orElse(given.time, vl.time),
    orElse(given.interval, vl.interval),
    orElse(given.meta, vl.meta),
  );
  if (!isChecked) return undefined;
  return { type, values, series: `${host}\0${plugin}\0${plugin_instance}\0${type_instance}` };
}
