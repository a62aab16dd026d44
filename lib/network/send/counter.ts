import { typeError } from '../../shared/errors.ts';
import { checkAmount, type StatKind } from './ledger.ts';
import { sanitize } from './names.ts';

/** Names of statistics, and what to count. */
export type Stats = Readonly<Record<string, number | bigint>>;

/** What a Counter needs of its Connection. */
export interface Booking {
  add(
    category: string,
    specific: string,
    stat: string,
    kind: StatKind,
    value: number | bigint,
  ): void;
  set(category: string, stat: string, kind: StatKind, value: number | bigint): void;
  delete(category: string, stat: string, kind: StatKind): void;
  trouble(error: unknown): void;
}

/**
 * Statistics of one category. Connections make them: `conn.some_category`, `conn.counter('some category')`.
 * Nothing here throws: a call with a bad argument counts nothing, and is logged.
 *
 * Source: collectd for Python (PyPI), Counter.
 */
export class Counter {
  readonly #category: string;
  readonly #kind: StatKind;
  readonly #booking: Booking;

  constructor(category: string, kind: StatKind, booking: Booking) {
    this.#category = category;
    this.#kind = kind;
    this.#booking = booking;
  }

  /**
   * Adds to statistics, and for each name before them to the statistics of that name too.
   *
   * @example
   * conn.coin_stats.record({ throws: 1 });        // coin_stats-throws
   * conn.coin_stats.record('heads', { flips: 1 }); // coin_stats-heads-flips and coin_stats-flips
   */
  record(...specificAndStats: [...specific: string[], stats: Stats]): void {
    this.#attempt(() => {
      // One that comes to nothing names the base, which is counted anyway.
      const specific = specificAndStats.slice(0, -1).map(checkName).filter(sanitize);
      const stats = this.#check(specificAndStats.at(-1));
      for (const [stat, value] of stats) {
        for (const one of specific) {
          this.#booking.add(this.#category, one, stat, this.#kind, value);
        }
        this.#booking.add(this.#category, '', stat, this.#kind, value);
      }
    });
  }

  /** Sets statistics to values, which they keep: they are sent at every interval. */
  set_exact(stats: Stats): void {
    this.#attempt(() => {
      for (const [stat, value] of this.#check(stats)) {
        this.#booking.set(this.#category, stat, this.#kind, value);
      }
    });
  }

  /** Sends a statistic that was set no longer. */
  unset(...stats: string[]): void {
    this.#attempt(() => {
      for (const stat of stats.map(checkName)) {
        this.#booking.delete(this.#category, stat, this.#kind);
      }
    });
  }

  /** All of them, before any of them counts. */
  #check(stats: unknown): [stat: string, value: number | bigint][] {
    if (typeof stats !== 'object' || stats === null || Array.isArray(stats)) {
      throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', 'the last argument must be { stat: value }');
    }
    const { dstype } = this.#kind;
    return Object.entries(stats).map(([stat, value]) => [stat, checkAmount(stat, value, dstype)]);
  }

  #attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#booking.trouble(error);
    }
  }
}

function checkName(name: unknown): string {
  if (typeof name === 'string') return name;
  throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `names must be strings, not ${typeof name}`);
}
