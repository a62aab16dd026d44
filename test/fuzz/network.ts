// Datagrams that nobody would send: real ones with changes, and noise. The same seed
// gives the same ones.
import { decode, Encoder, type Item } from '../../lib/network/index.ts';
import * as b from '../network/bytes.ts';
import { randomItems, seeded } from '../network/corpus.ts';
import { encrypted, plain, signed } from '../network/real-packets.ts';

export const password = (user: string): string | undefined =>
  user === 'alice' ? 'secret' : undefined;

const levels = ['none', 'none', 'none', 'sign', 'encrypt'] as const;
const codes = /^ERR_COLLECTD_(MALFORMED|NO_PASSWORD|SIGNATURE|DECRYPTION)$/;
/** Numbers that are on the edge of something. */
const edges = [0, 1, 3, 4, 5, 6, 11, 12, 13, 36, 42, 0x7f, 0x80, 0xff, 0x100, 0x200, 0x210, 0xffff];

function encoded(): Buffer[] {
  const encoder = new Encoder();
  return randomItems(300).flatMap((item) => encoder.add(item) ?? []);
}

export class Fuzzer {
  readonly #random: () => number;
  readonly #originals: Buffer[] = [...plain, ...plain, ...signed, ...encrypted, ...encoded()];
  readonly #scratch = Buffer.alloc(2 ** 16);
  /** What the inputs came to. */
  readonly seen = { inputs: 0, items: 0, errors: 0, clean: 0, opened: 0 };

  constructor(seed: number) {
    this.#random = seeded(seed);
  }

  /** One input; throws when the decoder does, or says something that cannot be. */
  step(): void {
    const datagram = this.#next();
    const securityLevel = levels[this.#below(levels.length)] ?? 'none';
    const { items, error } = decode(datagram, { password, securityLevel, bigint: this.#chance(2) });
    this.seen.inputs++;
    this.seen.items += items.length;
    if (error === undefined) this.seen.clean++;
    else this.seen.errors++;
    if (items.some((item) => item.security !== 'none')) this.seen.opened++;
    // The smallest part that makes an item is a message of nothing.
    if (items.length > datagram.length / 5) throw new Error('more items than bytes');
    if (error === undefined) return;
    const isPlace = error.offset >= 0 && error.offset < datagram.length;
    if (!codes.test(error.code) || !isPlace || error.message.length > 500) {
      throw new Error(`impossible: ${JSON.stringify(error)} of ${datagram.toString('hex')}`);
    }
  }

  #next(): Buffer {
    if (this.#chance(20)) return this.#noise(this.#below(this.#chance(50) ? 65_507 : 200));
    let datagram = this.#mutated();
    // What is wrong inside of what was protected properly.
    if (this.#chance(12)) datagram = b.signed('alice', 'secret', datagram);
    if (this.#chance(12)) datagram = b.encrypted('alice', 'secret', datagram.subarray(0, 60_000));
    return datagram;
  }

  #mutated(): Buffer {
    const original = this.#original();
    let length = original.copy(this.#scratch);
    const bytes = this.#scratch;
    for (let count = this.#below(6); count > 0; count--) {
      const at = this.#below(length);
      switch (this.#below(7)) {
        case 0:
          bytes[at] = (bytes[at] ?? 0) ^ (1 << this.#below(8));
          break;
        case 1:
          bytes[at] = this.#below(256);
          break;
        case 2:
          bytes.writeUInt16BE(edges[this.#below(edges.length)] ?? 0, Math.min(at, length - 2));
          break;
        case 3:
          length = Math.max(2, at);
          break;
        case 4: {
          const other = this.#original();
          const from = this.#below(other.length);
          length = at + other.copy(bytes, at, from, Math.min(other.length, from + 2000));
          break;
        }
        case 5: {
          const size = Math.min(this.#below(64), length - at);
          bytes.copyWithin(at + size, at, length);
          length = Math.min(length + size, 60_000);
          break;
        }
        default:
          bytes.fill(0, at, Math.min(length, at + this.#below(16)));
      }
      length = Math.max(2, Math.min(length, 60_000));
    }
    return bytes.subarray(0, length);
  }

  #noise(length: number): Buffer {
    const bytes = this.#scratch.subarray(0, length);
    for (let at = 0; at < length; at++) bytes[at] = this.#below(256);
    return bytes;
  }

  #original(): Buffer {
    return this.#originals[this.#below(this.#originals.length)] ?? Buffer.alloc(2);
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #chance(oneOf: number): boolean {
    return this.#below(oneOf) === 0;
  }
}

/** Encoded again, an item is the same: what the two of them must agree on. */
export function roundTrip(item: Item): Item | undefined {
  const encoder = new Encoder({ size: 65535 });
  const datagram = encoder.add(item) ?? encoder.flush() ?? Buffer.alloc(0);
  return decode(datagram, { bigint: true }).items[0];
}
