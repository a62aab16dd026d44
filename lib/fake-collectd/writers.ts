/**
 * The queues of write callbacks. A record here only names an identifier and a box, and the
 * list itself waits in JavaScript.
 */
import {
  CE_VALUE_NEW,
  CE_VALUE_UPDATE,
  PROGRESS_SIZE,
  RECORD_BOXED,
  RECORD_DOUBLES,
  RECORD_EVENT_SHIFT,
  RECORD_FLAGS_SHIFT,
  RECORD_FORM_INDEX,
  RECORD_GENERATION_INDEX,
  RECORD_INTERVAL_INDEX,
  RECORD_SIZE,
  RECORD_SLOT_INDEX,
  RECORD_TIME_INDEX,
  RECORD_WORDS,
  TAKEN_COUNT_INDEX,
  TAKEN_FIRST_INDEX,
  TAKEN_SIZE,
} from '../contract/layout.generated.ts';
import type { FlatMeta, Native, WriterHandle } from '../contract/native.ts';
import type { ValueList } from './output.ts';

const RECORDS = 1024;

interface Waiting {
  readonly list: ValueList;
  readonly slot: number;
  readonly rates: number[] | undefined;
  /** Of a cache event: CE_VALUE_*. */
  readonly event: number;
}

class Writer {
  readonly callback: number;
  readonly wantsRates: boolean;
  readonly memory = new ArrayBuffer(RECORDS * RECORD_SIZE);
  readonly #words = new Uint32Array(this.memory);
  readonly #doubles = new Float64Array(this.memory);
  readonly #waiting: Waiting[] = [];
  /** What is in the records: the first so many that wait. */
  #shown = 0;

  constructor(callback: number, wantsRates: boolean) {
    this.callback = callback;
    this.wantsRates = wantsRates;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  push(waiting: Waiting): void {
    this.#waiting.push(waiting);
  }

  /** Returns how many records from the first on can be read. */
  take(done: number, most: number): number {
    this.#waiting.splice(0, done);
    this.#shown = 0;
    const count = Math.min(most, RECORDS, this.#waiting.length);
    while (this.#shown < count) this.#show(this.#shown++);
    return count;
  }

  box(index: number): Waiting | undefined {
    return this.#waiting[index];
  }

  #show(index: number): void {
    const waiting = this.#waiting[index];
    if (waiting === undefined) return;
    const words = index * RECORD_WORDS;
    const doubles = index * RECORD_DOUBLES;
    this.#words[words + RECORD_SLOT_INDEX] = waiting.slot;
    this.#words[words + RECORD_GENERATION_INDEX] = 1;
    this.#doubles[doubles + RECORD_TIME_INDEX] = waiting.list.time;
    this.#doubles[doubles + RECORD_INTERVAL_INDEX] = waiting.list.interval;
    this.#words[words + RECORD_FORM_INDEX] =
      (waiting.event << RECORD_EVENT_SHIFT) | (RECORD_BOXED << RECORD_FLAGS_SHIFT);
  }
}

export class Writers {
  readonly taken = new ArrayBuffer(TAKEN_SIZE);
  readonly #taken = new Uint32Array(this.taken);
  readonly #writers = new Map<number, Writer>();
  /** Of cache event callbacks: a bit for each kind. */
  readonly #wanted = new Map<number, number>();
  readonly #slots = new Map<string, number>();
  readonly #identifiers: ValueList[] = [];

  open(callback: number, rates: boolean): [WriterHandle, ArrayBuffer] {
    const writer = new Writer(callback, rates);
    this.#writers.set(callback, writer);
    // The library only hands it back.
    return [writer as unknown as WriterHandle, writer.memory];
  }

  close(callback: number): void {
    this.#writers.delete(callback);
  }

  push(callback: number, list: ValueList, rates: number[]): void {
    const writer = this.#writers.get(callback);
    writer?.push({
      list,
      slot: this.#slotOf(list),
      rates: writer.wantsRates ? rates : undefined,
      event: 0,
    });
  }

  wantEvents(callback: number, bits: number): void {
    this.#wanted.set(callback, bits);
  }

  /** What the cache would tell of a list: that its identifier is new, or was there. */
  pushEvent(callbacks: readonly number[], list: ValueList, wasThere: boolean): void {
    const event = wasThere ? CE_VALUE_UPDATE : CE_VALUE_NEW;
    for (const callback of callbacks) {
      if (((this.#wanted.get(callback) ?? 0) & (1 << event)) === 0) continue;
      this.#writers
        .get(callback)
        ?.push({ list, slot: this.#slotOf(list), rates: undefined, event });
    }
  }

  take(handle: WriterHandle, done: number, most: number): void {
    this.#taken[TAKEN_FIRST_INDEX] = 0;
    this.#taken[TAKEN_COUNT_INDEX] = writerOf(handle).take(done, most);
  }

  box(handle: WriterHandle, index: number): [(number | bigint)[], FlatMeta, number[]?] | undefined {
    const waiting = writerOf(handle).box(index);
    if (waiting === undefined) return undefined;
    const { list, rates } = waiting;
    const box: [(number | bigint)[], FlatMeta] = [[...list.values], list.meta];
    return rates === undefined ? box : [...box, rates];
  }

  identifier(slot: number): [string, string, string, string, string, boolean] {
    const list = this.#identifiers[slot];
    if (list === undefined) throw new Error(`no identifier ${slot}`);
    return [list.host, list.plugin, list.plugin_instance, list.type, list.type_instance, true];
  }

  /** Those with something to do. */
  busy(): number[] {
    return [...this.#writers.values()].filter((one) => !one.isEmpty).map((one) => one.callback);
  }

  #slotOf(list: ValueList): number {
    const { host, plugin, plugin_instance, type, type_instance } = list;
    const key = [host, plugin, plugin_instance, type, type_instance].join('\0');
    let slot = this.#slots.get(key);
    if (slot === undefined) {
      slot = this.#identifiers.length;
      this.#slots.set(key, slot);
      this.#identifiers.push(list);
    }
    return slot;
  }
}

const writerOf = (handle: WriterHandle): Writer => handle as unknown as Writer;

export function writerFunctions(
  writers: Writers,
): Pick<
  Native,
  'writer' | 'dropped' | 'cache_event_kinds' | 'take' | 'taken' | 'box' | 'identifier'
> {
  return {
    // Its lists wait in boxes, so there are no cells.
    writer: (callback, withRates) => [
      ...writers.open(callback, withRates),
      new ArrayBuffer(PROGRESS_SIZE),
      new ArrayBuffer(0),
    ],
    dropped: () => 0,
    cache_event_kinds: (callback, bits) => writers.wantEvents(callback, bits),
    take: (writer, done, most) => writers.take(writer, done, most),
    taken: writers.taken,
    box: (writer, index) => writers.box(writer, index),
    identifier: (slot) => writers.identifier(slot),
  };
}
