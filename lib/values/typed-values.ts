/**
 * Tells the compiler of a Values how many values its type has, whether they are numbers or
 * bigints, and which fields are still missing. At run time there is the class alone.
 */

import type { DataSetOf, NameOf, ValuesOf } from '../types/index.ts';
import type { Meta } from './meta.ts';
import { Values as ValueList, type ValuesFields } from './values.ts';

/**
 * A value list: an identifier, a time, and one value for each data source of its
 * type. Write callbacks get new ones, which they may keep, change and dispatch.
 *
 * Made with a type that the compiler knows, it takes exactly that many values. `N` is
 * the type of its values: of those that it was made with, or that a callback got.
 *
 * @example
 * new Values({ type: 'if_octets', plugin: 'modem' }).dispatch({ values: [received, sent] });
 *
 * Source: collectd-python(5), Values; plugin.h, value_list_t.
 */
export interface Values<T extends string = string, N extends number | bigint = number | bigint> {
  host: string;
  plugin: string;
  plugin_instance: string;
  type: NameOf<T>;
  type_instance: string;
  /** Seconds since 1970; 0: the time of the dispatch. */
  time: number;
  /** Seconds; 0: the interval of the callback that dispatches. */
  interval: number;
  /** Numbers, or bigints for integer sources where exactness matters. Both can be assigned. */
  get values(): ValuesOf<T, N>;
  set values(values: ValuesOf<T>);
  meta: Meta;

  /**
   * The data sources of its type, one for each value: name, type, minimum and maximum.
   *
   * @throws TypeError (ERR_COLLECTD_UNKNOWN_TYPE) when no types.db has the type.
   * Source: plugin.h, data_set_t, as plugin_write_cb gets it.
   */
  readonly dataset: DataSetOf<T>;

  /**
   * The rate of each value per second (of a gauge: its value), as collectd's cache had
   * it when the list was queued: NaN where there is none yet or where it is out of the
   * data source's range. `collectd.cache.rate()` is about the present instead.
   *
   * @throws Error (ERR_COLLECTD_NO_RATES) unless the list is one that a write callback
   *   registered with `{ rates: true }` got.
   * Source: utils_cache.h, uc_get_rate.
   */
  rates(): number[];

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
  dispatch<U extends string = T>(fields?: ValuesFields<U>): void;

  /**
   * Gives the list to one write callback (`nodejs.<name>`, `csv`, …) or, without a
   * destination, to all of them: here and now, past collectd's cache and filters.
   * A callback in TypeScript gets it through its queue.
   *
   * @throws as {@link dispatch}, and Error: ERR_COLLECTD_NO_DESTINATION,
   *   ERR_COLLECTD_QUEUE_FULL when a callback in TypeScript does not keep up.
   * Source: collectd-python(5), Values.write.
   */
  write<U extends string = T>(destination?: Destination, fields?: ValuesFields<U>): void;

  toString(): string;
}

/**
 * Write callbacks by their names, for editors to complete. Any text may be one: plugins with
 * several blocks add the name of the block, such as `write_graphite/example`.
 */
export type Destination =
  | `nodejs.${string}`
  | `python.${string}`
  | 'csv'
  | 'network'
  | 'rrdcached'
  | 'rrdtool'
  | 'write_log'
  | 'write_prometheus'
  | (string & {});

/** The fields without which nothing is dispatched. */
type Mandatory = 'type' | 'values';

/**
 * A Values whose constructor was given fields, but no type or no values: whoever dispatches
 * it has to give them.
 *
 * The compiler does not see what is assigned later. So a list without a type may be dispatched
 * without fields, as one that was filled by assignments; and one that was declared as a Values
 * (`const list: Values = …`), or made by `new Values()`, lacks nothing.
 */
export interface IncompleteValues<
  Lacks extends Mandatory,
  T extends string = string,
  N extends number | bigint = number | bigint,
> extends Values<T, N> {
  dispatch<U extends string = T>(
    fields: ValuesFields<U> & Pick<Required<ValuesFields<U>>, Lacks>,
  ): void;
  dispatch(this: Assigned<Lacks, 'dispatch'>): void;
  write<U extends string = T>(
    destination: Destination | undefined,
    fields: ValuesFields<U> & Pick<Required<ValuesFields<U>>, Lacks>,
  ): void;
  write(this: Assigned<Lacks, 'write'>, destination?: Destination): void;
}

/** A text instead of a type stands in the compiler's message. */
type Assigned<Lacks extends Mandatory, Method extends string> = 'type' extends Lacks
  ? unknown
  : `${Method}() needs values: give them to it, or to new Values()`;

type FieldName = keyof ValuesFields;

/** For the compiler to see which fields there are. It allows no others, and demands none. */
type Given<Name extends FieldName> = { readonly [Field in Name]?: unknown };
interface GivenValues<V extends readonly (number | bigint)[]> {
  readonly values?: V;
}

/** False for any text and for a union. */
type IsOne<T extends string, All = T> = string extends T
  ? false
  : T extends unknown
    ? [All] extends [T]
      ? true
      : false
    : never;

type Made<T extends string, N extends number | bigint, Name> = Mandatory extends Name
  ? Values<T, N>
  : 'type' extends Name
    ? IsOne<T> extends true
      ? IncompleteValues<'values', T, N>
      : Values<T, N>
    : IncompleteValues<Exclude<Mandatory, Name>, T, N>;

/** The class {@link Values}: to make lists with, and to extend. */
export interface ValuesConstructor {
  /** @throws TypeError when the fields are no object. */
  new <
    T extends string = string,
    N extends number | bigint = number | bigint,
    Name extends FieldName = FieldName,
    V extends readonly (number | bigint)[] = N[],
  >(
    fields?: ValuesFields<T> & GivenValues<V> & Given<Name>,
  ): Made<T, V[number], Name>;
  readonly prototype: Values;
}

const untyped: new (fields?: ValuesFields) => Values = ValueList;
export const Values = untyped as ValuesConstructor;
