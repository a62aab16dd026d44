// A short run of the fuzzer; test/long/network-fuzz.test.ts is the long one.
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { decode, type Item } from '../../lib/network/index.ts';
import { Fuzzer, password, roundTrip } from '../fuzz/network.ts';
import { randomItems } from './corpus.ts';
import { encrypted, plain, signed } from './real-packets.ts';

test('nothing makes the decoder throw', { timeout: 300_000 }, async () => {
  const fuzzer = new Fuzzer(1);
  for (let n = 0; n < 100_000; n++) {
    fuzzer.step();
    // The test runner gives up a process that says nothing for long.
    if (n % 1000 === 0) await setImmediate();
  }
  // It does reach what it is to reach.
  const { items, errors, clean, opened } = fuzzer.seen;
  expect(items).toBeGreaterThan(100_000);
  expect(errors).toBeGreaterThan(10_000);
  expect(clean).toBeGreaterThan(10_000);
  expect(opened).toBeGreaterThan(1000);
});

test('every item comes out of the encoder as it went in', { timeout: 300_000 }, async () => {
  for (const [n, item] of randomItems(5000, 7).entries()) {
    expect({ ...roundTrip(item) }).toEqual(complete(item));
    if (n % 100 === 0) await setImmediate();
  }
});

/** In a packet an interval of none is 0. */
function complete(item: Item): object {
  if (item.kind === 'notification') return { ...item };
  return { ...item, interval_hr: BigInt(item.interval * 2 ** 30) };
}

describe('what collectd itself sent', () => {
  test.each([
    ['none', plain],
    ['sign', signed],
    ['encrypt', encrypted],
  ] as const)('%s', (securityLevel, datagrams) => {
    const decoded = datagrams.map((bytes) =>
      decode(bytes, { password, securityLevel, bigint: true }),
    );
    expect(decoded.map(({ error }) => error)).toEqual(datagrams.map(() => undefined));
    const texts = decoded.flatMap(({ items }) => items).map(String);
    const host = 'localhost.localdomain';
    expect(texts).toEqual(
      expect.arrayContaining([
        `[1732177000] ${host}/cpu/1/cpu/user [(2, 1000)]`,
        `[1732177000] ${host}/load/load [(1, 0.5), (1, 1.25), (1, nan)]`,
        `[1732177000] ${host}/interface/eth0/if_octets [(2, 9223372036854775807), (2, 2)]`,
        `[1732177000] ${host}/x/counter [(0, 18446744073709551615)]`,
        `[1732177000] ${host}/x/absolute [(3, 1)]`,
        `[1732177001] ${host}/df/root/df_complex/free [WARNING] disk is nearly full: 92 %`,
      ]),
    );
    const users = decoded.flatMap(({ items }) => items).map((item) => item.username);
    expect(new Set(users)).toEqual(new Set([securityLevel === 'none' ? undefined : 'alice']));
  });
});
