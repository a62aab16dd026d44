import type { DataSourceType } from '../../shared/constants.ts';
import type { Origin, SecurityLevel, Sender } from './item.ts';
import { headOf, pairText, sourceOf } from './text.ts';

/** The fields of a value list; all are optional where a Values is made. */
export interface ValuesFields extends Origin {
  host?: string;
  plugin?: string;
  plugin_instance?: string;
  type?: string;
  type_instance?: string;
  /** Seconds since 1970. */
  time?: number;
  /** The same instant in 2^-30 s, exactly. */
  time_hr?: bigint | undefined;
  /** Seconds. */
  interval?: number;
  /** The same in 2^-30 s, exactly. */
  interval_hr?: bigint | undefined;
  values?: readonly (number | bigint)[];
  /** One for each value. Default: all are gauges. */
  dstypes?: readonly DataSourceType[];
  /** That of a plugin's Values; left out, for the protocol has none. */
  meta?: object;
}

/**
 * A value list that came over the network, or is to go there. The fields are those
 * of the plugin's Values, with the type of each value beside them: on the wire it
 * stands with the value, so that no types.db is needed.
 *
 * @example
 * for (const [type, value] of item) console.log(type, value); // 'gauge' 48082944
 *
 * Source: plugin.h, value_list_t; the Reader for Python by Adrián Pérez (2009), Values.
 */
export class Values {
  readonly kind = 'values';
  host: string;
  plugin: string;
  plugin_instance: string;
  type: string;
  type_instance: string;
  /** Seconds since 1970, as exact as a number can be (a quarter of a microsecond). */
  time: number;
  /** What the packet had, in 2^-30 s; undefined in a Values made without it. */
  time_hr: bigint | undefined;
  /** Seconds; 0: the packet had none. */
  interval: number;
  /** What the packet had, in 2^-30 s; undefined in a Values made without it. */
  interval_hr: bigint | undefined;
  /** Numbers, or bigints for what are integers on the wire if the decoder was asked for them. */
  values: (number | bigint)[];
  /** One for each value. */
  dstypes: DataSourceType[];
  /** Empty: the protocol has none. Here so that a plugin can dispatch the item. */
  meta: Record<string, never>;
  security: SecurityLevel;
  username: string | undefined;
  sender: Sender | undefined;

  constructor(fields: ValuesFields = {}) {
    this.host = fields.host ?? '';
    this.plugin = fields.plugin ?? '';
    this.plugin_instance = fields.plugin_instance ?? '';
    this.type = fields.type ?? '';
    this.type_instance = fields.type_instance ?? '';
    this.time = fields.time ?? 0;
    this.time_hr = fields.time_hr;
    this.interval = fields.interval ?? 0;
    this.interval_hr = fields.interval_hr;
    this.values = fields.values === undefined ? [] : [...fields.values];
    this.dstypes =
      fields.dstypes === undefined ? this.values.map(() => 'gauge') : [...fields.dstypes];
    this.meta = {};
    this.security = fields.security ?? 'none';
    this.username = fields.username;
    this.sender = fields.sender;
  }

  /** host/plugin/plugin_instance/type/type_instance without those that are empty. */
  get source(): string {
    return sourceOf(this);
  }

  get datetime(): Date {
    return new Date(this.time * 1000);
  }

  /** Pairs of type and value. */
  *[Symbol.iterator](): Generator<[DataSourceType, number | bigint], void, undefined> {
    for (const [index, value] of this.values.entries()) {
      yield [this.dstypes[index] ?? 'gauge', value];
    }
  }

  /** `[1237749608] localhost.localdomain/swap/swap/used [(1, 48082944.0)]` */
  toString(): string {
    const pairs = this.values.map((value, index) => pairText(this.dstypes[index], value));
    return `${headOf(this)} [${pairs.join(', ')}]`;
  }
}
