import type { DataSourceType } from '../../shared/constants.ts';
import { rangeError, typeError } from '../../shared/errors.ts';

/** What the statistics of a Counter are to collectd. */
export interface StatKind {
  /** A type of types.db. */
  readonly type: string;
  readonly dstype: DataSourceType;
}

interface Stat {
  readonly name: string;
  readonly kind: StatKind;
  value: number | bigint;
  /** Set, not counted: it stays what it is. */
  exact: boolean;
  /** Since the last snapshot. */
  used: boolean;
  /** Intervals since the last use. */
  idle: number;
}

export interface Sample {
  readonly name: string;
  readonly kind: StatKind;
  readonly value: number | bigint;
}

/** For how many intervals an idle counter is still sent. */
const IDLE_INTERVALS = 6;

/**
 * The statistics of a Connection by the name they are sent under: what comes to the same
 * name adds up, whoever counted it.
 */
export class Ledger {
  readonly #stats = new Map<string, Stat>();

  add(name: string, kind: StatKind, value: number | bigint): void {
    const stat = this.#stat(name, kind);
    stat.value = sum(stat.value, value, kind.dstype);
    stat.exact = false;
    stat.used = true;
  }

  set(name: string, kind: StatKind, value: number | bigint): void {
    const stat = this.#stat(name, kind);
    stat.value = value;
    stat.exact = true;
    stat.used = true;
  }

  delete(name: string, kind: StatKind): void {
    this.#stats.delete(keyOf(name, kind));
  }

  /**
   * What is to be sent. At the end of an interval also what has not changed: a gauge that
   * was set, and for some time a counter that nobody used. Before it only what is new.
   */
  snapshot(endOfInterval: boolean): Sample[] {
    const samples: Sample[] = [];
    for (const [key, stat] of this.#stats) {
      const { name, kind, value, used } = stat;
      if (!used && !endOfInterval) continue;
      if (used || stat.exact) stat.idle = 0;
      else stat.idle++;
      if (stat.idle <= IDLE_INTERVALS) samples.push({ name, kind, value });
      else if (!isTotal(kind)) this.#stats.delete(key);
      stat.used = false;
      if (!stat.exact && !isTotal(kind)) stat.value = zero(kind.dstype);
    }
    return samples;
  }

  /** Whether anything happened since the last snapshot. */
  get pending(): boolean {
    for (const { used } of this.#stats.values()) if (used) return true;
    return false;
  }

  #stat(name: string, kind: StatKind): Stat {
    const key = keyOf(name, kind);
    let stat = this.#stats.get(key);
    if (stat === undefined) {
      const value = zero(kind.dstype);
      stat = { name, kind, value, exact: false, used: false, idle: 0 };
      this.#stats.set(key, stat);
    }
    return stat;
  }
}

/**
 * What a statistic can count: for gauges a number, for integers a whole one.
 *
 * @throws TypeError for what is no number, RangeError for fractions, negative counts and more than 64 bits.
 */
export function checkAmount(name: string, value: unknown, dstype: DataSourceType): number | bigint {
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    const message = `${name} must be a number, not ${typeof value}`;
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', message);
  }
  if (dstype === 'gauge') return Number(value);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    const message = `${name} must be a whole number for a ${dstype}, not ${value}`;
    throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', message);
  }
  if (value < 0 && dstype !== 'derive') {
    throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', `${name} must not be negative for a ${dstype}`);
  }
  const whole = BigInt(value);
  if (whole === wrapped(whole, dstype)) return whole;
  throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', `${name} does not fit the 64 bits of a ${dstype}`);
}

const keyOf = (name: string, { type, dstype }: StatKind): string => `${dstype} ${type} ${name}`;

/** Counters and derives go on from interval to interval: collectd makes rates of them. */
const isTotal = ({ dstype }: StatKind): boolean => dstype === 'counter' || dstype === 'derive';

const zero = (dstype: DataSourceType): number | bigint => (dstype === 'gauge' ? 0 : 0n);

/** Integers wrap around at 64 bits, as they do in collectd. */
function sum(a: number | bigint, b: number | bigint, dstype: DataSourceType): number | bigint {
  if (dstype === 'gauge') return Number(a) + Number(b);
  return wrapped(BigInt(a) + BigInt(b), dstype);
}

function wrapped(value: bigint, dstype: DataSourceType): bigint {
  return dstype === 'derive' ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value);
}
