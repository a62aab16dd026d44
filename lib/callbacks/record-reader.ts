/** The records of a write callback's ring (native/contract/record.h) become Values. */

import {
  CELL_SIZE,
  DS_DERIVE,
  DS_GAUGE,
  RECORD_BOXED,
  RECORD_DOUBLES,
  RECORD_EVENT_SHIFT,
  RECORD_FLAGS_SHIFT,
  RECORD_FORM_INDEX,
  RECORD_GENERATION_INDEX,
  RECORD_INTERVAL_INDEX,
  RECORD_META_IN_CELL,
  RECORD_SLOT_INDEX,
  RECORD_TIME_INDEX,
  RECORD_TYPE_BITS,
  RECORD_TYPE_MASK,
  RECORD_TYPES_SHIFT,
  RECORD_VALUES_INDEX,
  RECORD_WORDS,
} from '../contract/layout.generated.ts';
import { native, type WriterHandle } from '../contract/native.ts';
import type { IdentifierStrings } from '../shared/identifier-strings.ts';
import { append, asIntN, listOf, SafeMap, toNumber } from '../shared/primordials.ts';
import { metaFromFlat } from '../values/meta.ts';
import { PackedMeta } from '../values/packed-meta.ts';
import { setRates } from '../values/rates.ts';
import { received, Values } from '../values/values.ts';
import { shownIdentifier, warnOfInvalidUtf8 } from './invalid-utf8.ts';

interface Identifier extends Mutable<IdentifierStrings> {
  generation: number;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** By slot. All write callbacks of a worker share it. */
const identifiers: (Identifier | undefined)[] = [];

// Hosts, plugins and types are few: identifiers share their strings.
const MAX_SHARED = 4096;
const shared = new SafeMap<string, string>();

function share(text: string): string {
  const known = shared.get(text);
  if (known !== undefined) return known;
  if (shared.size >= MAX_SHARED) shared.clear();
  shared.set(text, text);
  return text;
}

function emptyIdentifier(): Identifier {
  return { generation: 0, host: '', plugin: '', plugin_instance: '', type: '', type_instance: '' };
}

function learn(slot: number, generation: number): Identifier {
  const fields = native.identifier(slot, generation);
  // An array with gaps would turn into a slow one.
  while (identifiers.length <= slot) append(identifiers, undefined);
  // A slot that is used again keeps its object: a flood of identifiers leaves less
  // behind for the garbage collector.
  const identifier = identifiers[slot] ?? emptyIdentifier();
  identifier.generation = generation;
  identifier.host = share(fields[0]);
  identifier.plugin = share(fields[1]);
  identifier.plugin_instance = share(fields[2]);
  identifier.type = share(fields[3]);
  identifier.type_instance = fields[4];
  identifiers[slot] = identifier;
  if (!fields[5]) warnOfInvalidUtf8(shownIdentifier(identifier));
  return identifier;
}

export function forget(slots: readonly number[]): void {
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i] as number;
    if (slot < identifiers.length) identifiers[slot] = undefined;
  }
}

/** What makes of a record what a callback gets. */
export type RecordReaderClass = new (
  writer: WriterHandle,
  memory: ArrayBuffer,
  cells: ArrayBuffer,
  bigint: boolean,
) => { at(index: number): unknown };

export class RecordReader {
  readonly #writer: WriterHandle;
  readonly #bigint: boolean;
  readonly #words: Uint32Array;
  readonly #doubles: Float64Array;
  readonly #integers: BigUint64Array;
  readonly #cells: PackedMeta;

  constructor(writer: WriterHandle, memory: ArrayBuffer, cells: ArrayBuffer, bigint: boolean) {
    this.#writer = writer;
    this.#bigint = bigint;
    this.#words = new Uint32Array(memory);
    this.#doubles = new Float64Array(memory);
    this.#integers = new BigUint64Array(memory);
    this.#cells = new PackedMeta(cells);
  }

  at(index: number): Values {
    const words = this.#words;
    const doubles = this.#doubles;
    const word = index * RECORD_WORDS;
    const double = index * RECORD_DOUBLES;
    const slot = words[word + RECORD_SLOT_INDEX] as number;
    const generation = words[word + RECORD_GENERATION_INDEX] as number;
    let identifier = identifiers[slot];
    if (identifier === undefined || identifier.generation !== generation)
      identifier = learn(slot, generation);
    received.host = identifier.host;
    received.plugin = identifier.plugin;
    received.plugin_instance = identifier.plugin_instance;
    received.type = identifier.type;
    received.type_instance = identifier.type_instance;
    received.time = doubles[double + RECORD_TIME_INDEX] as number;
    received.interval = doubles[double + RECORD_INTERVAL_INDEX] as number;
    const form = words[word + RECORD_FORM_INDEX] as number;
    const flags = (form >>> RECORD_FLAGS_SHIFT) & 0xff;
    if ((flags & RECORD_BOXED) !== 0)
      return this.#unbox(index, (flags & RECORD_META_IN_CELL) !== 0);
    const count = form & 0xff;
    received.values =
      count === 1
        ? [this.#value(index, 0, form >>> RECORD_TYPES_SHIFT)]
        : this.#values(index, count, form >>> RECORD_TYPES_SHIFT);
    received.meta = flags === 0 ? {} : this.#cells.read(index * CELL_SIZE);
    return new Values(received);
  }

  /** What a cache event is about: CE_VALUE_*. */
  eventAt(index: number): number {
    return (this.#words[index * RECORD_WORDS + RECORD_FORM_INDEX] as number) >>> RECORD_EVENT_SHIFT;
  }

  #values(index: number, count: number, types: number): (number | bigint)[] {
    return listOf(count, (i) => this.#value(index, i, types >>> (RECORD_TYPE_BITS * i)));
  }

  #value(index: number, at: number, type: number): number | bigint {
    const double = index * RECORD_DOUBLES + RECORD_VALUES_INDEX + at;
    if ((type & RECORD_TYPE_MASK) === DS_GAUGE) return this.#doubles[double] as number;
    if (this.#bigint) {
      const integer = this.#integers[double] as bigint;
      return (type & RECORD_TYPE_MASK) === DS_DERIVE ? asIntN(64, integer) : integer;
    }
    const low = this.#words[double * 2] as number;
    const high = this.#words[double * 2 + 1] as number;
    return ((type & RECORD_TYPE_MASK) === DS_DERIVE ? high | 0 : high) * 4294967296 + low;
  }

  #unbox(index: number, isMetaInCell: boolean): Values {
    const box = native.box(this.#writer, index);
    const values = box === undefined ? [] : box[0];
    const rates = box?.[2];
    received.values = this.#bigint
      ? values
      : listOf(values.length, (i) => toNumber(values[i] as number | bigint));
    received.meta = isMetaInCell
      ? this.#cells.read(index * CELL_SIZE)
      : metaFromFlat(box === undefined ? [] : box[1]);
    const list = new Values(received);
    if (rates !== undefined) setRates(list, rates);
    return list;
  }
}
