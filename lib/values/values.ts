import { inspect } from 'node:util';
import { isFields, orElse, refuseFields } from '../shared/field-arguments.ts';
import { formatObject } from '../shared/format-object.ts';
import { isArray, listOf } from '../shared/primordials.ts';
import { checkText } from '../shared/text.ts';
import type { DataSource } from '../types/data-source.ts';
import type { CheckedType, DataSetOf, NameOf, ValuesOf } from '../types/index.ts';
import { dataSetOf } from './data-sets.ts';
import { dispatchFilled, fillDispatchFrame, writeFilled } from './dispatch.ts';
import { type Meta, ownMeta } from './meta.ts';
import { ratesOf } from './rates.ts';

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
  /** Seconds since 1970; 0 is the time of the dispatch. */
  time?: number;
  /** Seconds; 0 is the interval of the callback that dispatches. */
  interval?: number;
  /** Default: none. */
  meta?: Meta;
}

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

/**
 * A value list: an identifier, a time, and one value for each data source of its
 * type. Write callbacks get new ones, which they may keep, change and dispatch.
 *
 * Made with a type that the compiler knows, it takes exactly that many values.
 *
 * @example
 * new Values({ type: 'if_octets', plugin: 'modem' }).dispatch({ values: [received, sent] });
 *
 * Source: collectd-python(5), Values; plugin.h, value_list_t.
 */
export class Values<T extends string = string> {
  declare host: string;
  declare plugin: string;
  declare plugin_instance: string;
  declare type: NameOf<T>;
  declare type_instance: string;
  /** Seconds since 1970; 0: the time of the dispatch. */
  declare time: number;
  /** Seconds; 0: the interval of the callback that dispatches. */
  declare interval: number;
  /** Numbers, or bigints for integer sources where exactness matters. */
  declare values: ValuesOf<T>;
  declare meta: Meta;

  constructor(fields?: ValuesFields<T>);
  constructor(fields?: ValuesFields) {
    const list = untyped(this);
    if (fields === received) {
      list.host = received.host;
      list.plugin = received.plugin;
      list.plugin_instance = received.plugin_instance;
      list.type = received.type;
      list.type_instance = received.type_instance;
      list.time = received.time;
      list.interval = received.interval;
      list.values = received.values;
      list.meta = received.meta;
      return;
    }
    if (fields !== undefined && !isFields(fields)) refuseFields('Values');
    list.host = orElse(fields?.host, '');
    list.plugin = orElse(fields?.plugin, '');
    list.plugin_instance = orElse(fields?.plugin_instance, '');
    list.type = orElse(fields?.type, '');
    list.type_instance = orElse(fields?.type_instance, '');
    list.time = orElse(fields?.time, 0);
    list.interval = orElse(fields?.interval, 0);
    list.values = ownValues(fields?.values);
    list.meta = ownMeta(fields?.meta);
  }

  /**
   * The data sources of its type, one for each value: name, type, minimum and maximum.
   *
   * @throws TypeError (ERR_COLLECTD_UNKNOWN_TYPE) when no types.db has the type.
   * Source: plugin.h, data_set_t, as plugin_write_cb gets it.
   */
  get dataset(): DataSetOf<T> {
    const sources: readonly DataSource[] = dataSetOf(this.type).sources;
    return sources as DataSetOf<T>;
  }

  /**
   * The rate of each value per second (of a gauge: its value), as collectd's cache had
   * it when the list was queued: NaN where there is none yet or where it is out of the
   * data source's range. `collectd.cache.rate()` is about the present instead.
   *
   * @throws Error (ERR_COLLECTD_NO_RATES) unless the list is one that a write callback
   *   registered with `{ rates: true }` got.
   * Source: utils_cache.h, uc_get_rate.
   */
  rates(): number[] {
    return ratesOf(this);
  }

  /**
   * Gives the list to collectd, which has it when this returns. `fields` are used
   * instead of the object's own, which stay as they are.
   *
   * Integer sources truncate towards zero. Text over 127 bytes is cut, with one
   * warning. When anything is refused nothing is sent.
   *
   * @throws Error (ERR_COLLECTD_NO_TYPE, ERR_COLLECTD_VALUES) without a type, or
   *   when it has another number of values.
   * @throws TypeError for an unknown type, for values that are no numbers, and for
   *   text with NUL or lone surrogates.
   * @throws RangeError when an integer source cannot hold a value, NaN and
   *   infinities included, and for a negative time or interval.
   * Source: collectd-python(5), Values.dispatch.
   */
  dispatch<U extends string = T>(fields?: ValuesFields<U>): void {
    fill(untyped(this), fields as ValuesFields | undefined);
    dispatchFilled();
  }

  /**
   * Gives the list to one write callback (`nodejs.<name>`, `csv`, …) or, without a
   * destination, to all of them: here and now, past collectd's cache and filters.
   * A callback in TypeScript gets it through its queue.
   *
   * @throws as {@link dispatch}, and Error: ERR_COLLECTD_NO_DESTINATION,
   *   ERR_COLLECTD_QUEUE_FULL when a callback in TypeScript does not keep up.
   * Source: collectd-python(5), Values.write.
   */
  write<U extends string = T>(destination?: string, fields?: ValuesFields<U>): void {
    if (destination !== undefined) checkText(destination, 'destination');
    fill(untyped(this), fields as ValuesFields | undefined);
    writeFilled(destination);
  }

  toString(): string {
    return formatObject(this, Object.entries(this));
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

/** A copy of what the constructor was given. What are no values is refused when it is dispatched. */
function ownValues(values: ValuesFields['values']): (number | bigint)[] {
  if (values === undefined) return [];
  if (isArray(values)) return listOf(values.length, (i) => values[i] as number | bigint);
  const isList = typeof values === 'object' && values !== null && Symbol.iterator in values;
  return isList ? [...values] : (values as (number | bigint)[]);
}

/** What the compiler knows of a type is for those who use the class. */
function untyped<T extends string>(list: Values<T>): Values {
  return list as unknown as Values;
}

function fill(vl: Values, fields: ValuesFields | undefined): void {
  if (fields === undefined)
    fillDispatchFrame(
      vl.type,
      vl.values,
      vl.plugin_instance,
      vl.type_instance,
      vl.plugin,
      vl.host,
      vl.time,
      vl.interval,
      vl.meta,
    );
  else {
    if (!isFields(fields)) refuseFields('fields');
    fillDispatchFrame(
      orElse(fields.type, vl.type),
      orElse(fields.values, vl.values),
      orElse(fields.plugin_instance, vl.plugin_instance),
      orElse(fields.type_instance, vl.type_instance),
      orElse(fields.plugin, vl.plugin),
      orElse(fields.host, vl.host),
      orElse(fields.time, vl.time),
      orElse(fields.interval, vl.interval),
      orElse(fields.meta, vl.meta),
    );
  }
}
