// Value lists become lines, `metric value time`.
import type { Values } from 'collectd';
import { type DataSources, TypeComplaints } from './data-sources.ts';
import { type Growth, grown, growthOf } from './differentiate.ts';
import { type Identifier, metricName, type NameOptions } from './metric-name.ts';
import { type Remembered, SeriesTable } from './series.ts';

export interface LineOptions extends NameOptions {
  readonly differentiate: boolean;
  /** Divide what a counter has grown by through the seconds it took. */
  readonly overTime: boolean;
}

/** Lines that are sent together. */
export interface Chunk {
  readonly text: string;
  readonly lines: number;
  /** One byte for each character. */
  readonly isAscii: boolean;
}

/** What the identifiers of a type have in common: there may be a million of them. */
interface Type {
  readonly sources: readonly string[];
  readonly growths: readonly (Growth | undefined)[];
}

interface Series extends Remembered {
  /** For each data source, with the space that ends it. */
  readonly names: readonly string[];
  readonly isAscii: boolean;
  readonly growths: Type['growths'];
  /** What counters were last time, and when that was. */
  before: (bigint | undefined)[] | undefined;
  time: number;
}

/** Seconds that an identifier is remembered, at least; longer for one that comes seldom. */
const PATIENCE = 600;
const INTERVALS = 10;
/**
 * How much is handed over at once, in characters: enough that a write costs little for each line, and with the
 * lines of a last value list not more than a record of TLS.
 */
export const FULL = 15_360;

export class Lines {
  readonly #options: LineOptions;
  readonly #dataSources: DataSources;
  readonly #format: (value: number) => string;
  readonly #series = new SeriesTable<Series>();
  readonly #types = new Map<string, Type | undefined>();
  readonly #complaints = new TypeComplaints();
  #text = '';
  #lines = 0;
  #isAscii = true;
  #seconds = Number.NaN;
  #end = '';

  constructor(options: LineOptions, dataSources: DataSources, format: (value: number) => string) {
    this.#options = options;
    this.#dataSources = dataSources;
    this.#format = format;
  }

  get isFull(): boolean {
    return this.#text.length >= FULL;
  }

  /** `now`: whole seconds of a clock that only goes forward. */
  add(vl: Values, now: number): void {
    const series = this.#series.get(vl) ?? this.#learn(vl, now);
    if (series === undefined) return;
    const { names } = series;
    const { values } = vl;
    series.seen = now;
    if (values.length !== names.length) {
      this.#complaints.add(
        vl.type,
        `has ${names.length} data sources, but a value list came with ${values.length} values`,
      );
      return;
    }
    if (!series.isAscii) this.#isAscii = false;
    const end = this.#endOf(vl.time);
    for (let i = 0; i < names.length; i++) {
      const value = values[i] as number | bigint;
      const number = this.#options.differentiate
        ? this.#difference(series, i, value, vl.time)
        : Number(value);
      if (!Number.isFinite(number)) continue;
      this.#text += names[i] + this.#format(number) + end;
      this.#lines++;
    }
    series.time = vl.time;
  }

  /** What has come together; a new chunk begins. */
  take(now: number): Chunk | undefined {
    this.#series.sweep(now);
    if (this.#lines === 0) return undefined;
    const chunk = { text: this.#text, lines: this.#lines, isAscii: this.#isAscii };
    this.#text = '';
    this.#lines = 0;
    this.#isAscii = true;
    return chunk;
  }

  #learn(vl: Values, now: number): Series | undefined {
    const { host, plugin, plugin_instance, type, type_instance, interval } = vl;
    const known = this.#typeOf(type);
    if (known === undefined) {
      this.#complaints.add(type, 'is not known');
      return undefined;
    }
    const id: Identifier = { host, plugin, plugin_instance, type, type_instance };
    const names = known.sources.map((name) => `${metricName(id, name, this.#options)} `);
    const series: Series = {
      names,
      isAscii: names.every((name) => Buffer.byteLength(name) === name.length),
      growths: known.growths,
      before: undefined,
      time: 0,
      seen: now,
      patience: Math.max(PATIENCE, Math.ceil(interval * INTERVALS)),
    };
    this.#series.set(id, series, now);
    return series;
  }

  #typeOf(name: string): Type | undefined {
    if (this.#types.has(name)) return this.#types.get(name);
    const sources = this.#dataSources(name);
    const type = sources && {
      sources: sources.map((source) => source.name),
      growths: sources.map(growthOf),
    };
    this.#types.set(name, type);
    return type;
  }

  /** NaN: there is nothing to compare with, or the counter began anew. */
  #difference(series: Series, index: number, value: number | bigint, time: number): number {
    const growth = series.growths[index];
    // A gauge; an integer source is a bigint wherever differences are asked for.
    if (growth === undefined || typeof value !== 'bigint') return Number(value);
    series.before ??= [];
    const before = series.before[index];
    series.before[index] = value;
    if (before === undefined) return Number.NaN;
    const difference = grown(growth, before, value);
    if (difference === undefined) return Number.NaN;
    if (!this.#options.overTime) return Number(difference);
    const seconds = time - series.time;
    return seconds > 0 ? Number(difference) / seconds : Number.NaN;
  }

  /** Lists that follow each other mostly are of the same second. */
  #endOf(time: number): string {
    const seconds = Math.trunc(time);
    if (seconds !== this.#seconds) {
      this.#seconds = seconds;
      this.#end = ` ${seconds}\n`;
    }
    return this.#end;
  }
}
