/** Which callbacks there are: the rules of native/callbacks/registry.cc. */
import {
  REFUSAL_DUPLICATE,
  REFUSAL_STOPPING,
  REFUSAL_TOO_LATE,
} from '../contract/layout.generated.ts';
import { Kind, type KindName, type Native, type Refusal } from '../contract/native.ts';
import type { Writers } from './writers.ts';

export interface Registration {
  readonly id: number;
  readonly kind: number;
  readonly identifier: string;
  readonly location: string;
  /** Seconds. */
  readonly interval: number;
  /** Seconds. */
  readonly timeout: number;
  /** Of a read; empty: none. */
  readonly group: string;
}

export class Registry {
  readonly #all = new Map<number, Registration>();
  #lastId = 0;
  #phase: 'recording' | 'committed' | 'closed' = 'recording';
  /** A read that was registered while the plugin runs. */
  onLateRead: (registration: Registration) => void = () => {};

  add(given: Omit<Registration, 'id'>): Registration['id'] | Refusal {
    const { kind, identifier } = given;
    const late = kind === Kind.read || kind === Kind.shutdown;
    if (this.#phase === 'closed') return [REFUSAL_STOPPING, ''];
    if (this.#phase === 'committed' && !late) return [REFUSAL_TOO_LATE, ''];
    // Init and shutdown callbacks may be as many as one likes.
    if (kind !== Kind.init && kind !== Kind.shutdown) {
      const other = [...this.#all.values()].find(
        (one) => one.kind === kind && one.identifier === identifier,
      );
      if (other !== undefined) return [REFUSAL_DUPLICATE, other.location];
    }
    const registration = { ...given, id: ++this.#lastId };
    this.#all.set(registration.id, registration);
    if (this.#phase === 'committed' && kind === Kind.read) this.onLateRead(registration);
    return registration.id;
  }

  remove(kind: number, identifier: string, id: number): number[] {
    const removed = this.of(kind)
      .filter((one) => (id !== 0 ? one.id === id : one.identifier === identifier))
      .map((one) => one.id);
    for (const one of removed) this.#all.delete(one);
    return removed;
  }

  /** The reads of a group. */
  removeGroup(group: string): number[] {
    const removed = this.named('read')
      .filter((one) => one.group === group)
      .map((one) => one.id);
    for (const one of removed) this.#all.delete(one);
    return removed;
  }

  has(id: number): boolean {
    return this.#all.has(id);
  }

  get isCommitted(): boolean {
    return this.#phase !== 'recording';
  }

  /** In the order in which they were registered. */
  of(kind: number): Registration[] {
    return [...this.#all.values()].filter((one) => one.kind === kind);
  }

  named(kind: KindName): Registration[] {
    return this.of(Kind[kind]);
  }

  /** From now on only reads and shutdown callbacks can come. */
  commit(): void {
    this.#phase = 'committed';
  }

  close(): void {
    this.#phase = 'closed';
  }
}

export function registryFunctions(
  registry: Registry,
  writers: Writers,
): Pick<Native, 'register' | 'unregister' | 'unregister_group' | 'tally'> {
  return {
    register: (kind, identifier, _module, location, interval, timeout, group) =>
      registry.add({ kind, identifier, location, interval, timeout, group }),
    unregister(kind, identifier, id) {
      const removed = registry.remove(kind, identifier, id);
      for (const one of removed) writers.close(one);
      return removed;
    },
    unregister_group: (group) => registry.removeGroup(group),
    // Without a use: session.statistics is false.
    tally() {},
  };
}
