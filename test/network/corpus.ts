// Items of every kind, for whoever needs many: some chosen, some of a seeded generator.
import type { DataSourceType } from '../../lib/network/index.ts';
import { Notification, Values } from '../../lib/network/index.ts';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const dstypes: readonly DataSourceType[] = ['counter', 'gauge', 'derive', 'absolute'];
const words = [
  'cpu',
  'interface',
  'df',
  'eth0',
  'user',
  'größe',
  'шлюз',
  '🦊',
  'a b',
  'x'.repeat(127),
];
const gauges = [0, -0, 0.1, -1e300, 5e-324, Number.NaN, Infinity, -Infinity, 48082944];
const integers = [0n, 1n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 53n + 1n, 2n ** 63n - 1n];

/** Chosen at random, but always the same ones. */
export function randomItems(count: number, seed = 1): (Values | Notification)[] {
  const random = seeded(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const integer = (type: DataSourceType): bigint => {
    const value = pick(integers);
    if (type === 'derive') return random() < 0.5 ? -value - 1n : value;
    return random() < 0.2 ? 2n ** 64n - 1n - value : value;
  };
  const word = (): string => (random() < 0.4 ? '' : pick(words));
  return Array.from({ length: count }, () => {
    const timeHr = (1732177000n << 30n) + BigInt(below(2 ** 32));
    const fields = {
      host: pick(words),
      plugin: pick(words),
      plugin_instance: word(),
      type: pick(words),
      type_instance: word(),
      time: Number(timeHr) / 2 ** 30,
      time_hr: timeHr,
    };
    if (random() < 0.1) {
      return new Notification({ ...fields, severity: pick([1, 2, 4]), message: pick(words) });
    }
    const types = Array.from({ length: random() < 0.7 ? 1 : 1 + below(8) }, () => pick(dstypes));
    const values = types.map((type) => (type === 'gauge' ? pick(gauges) : integer(type)));
    const interval = pick([0, 10, 0.5, 86400]);
    return new Values({ ...fields, interval, values, dstypes: types });
  });
}
