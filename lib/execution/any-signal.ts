/**
 * AbortSignal.any for Node before 24, where it either loses its sources in a garbage collection
 * or keeps every signal that somebody has listened to for ever.
 *
 * The signal holds its sources. They hold it only while it is listened to, so that a source that
 * lives for long does not collect the signals of all that it has outlived.
 */
import { getEventListeners } from 'node:events';
import { apply, defineProperty, listOf } from '../shared/primordials.ts';

const { AbortController } = globalThis;

export function anySignal(given: Iterable<AbortSignal>): AbortSignal {
  const all = [...given];
  const sources = listOf(all.length, (i) => all[i] as AbortSignal);
  const dependent = new DependentSignal(sources);
  dependent.settle();
  return dependent.signal;
}

class DependentSignal {
  readonly #controller = new AbortController();
  readonly #sources: readonly AbortSignal[];
  #isFollowing = false;
  readonly #fire = (): void => this.settle();

  constructor(sources: readonly AbortSignal[]) {
    this.#sources = sources;
    this.#override('addEventListener', (add) => (args) => {
      add(args);
      this.#follow();
    });
    this.#override('removeEventListener', (remove) => (args) => {
      remove(args);
      this.#unfollow();
    });
    this.#override('throwIfAborted', (check) => (args) => {
      this.settle();
      return check(args);
    });
    this.#get('aborted');
    this.#get('reason');
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Aborts if one of the sources is aborted. */
  settle(): void {
    for (let i = 0; i < this.#sources.length; i++) {
      const source = this.#sources[i] as AbortSignal;
      if (!source.aborted) continue;
      this.#stop();
      this.#controller.abort(source.reason);
      return;
    }
  }

  #follow(): void {
    if (this.#isFollowing || getEventListeners(this.signal, 'abort').length === 0) return;
    this.#isFollowing = true;
    for (let i = 0; i < this.#sources.length; i++)
      this.#sources[i]?.addEventListener('abort', this.#fire, { once: true });
    this.settle();
  }

  #unfollow(): void {
    if (getEventListeners(this.signal, 'abort').length === 0) this.#stop();
  }

  #stop(): void {
    if (!this.#isFollowing) return;
    this.#isFollowing = false;
    for (let i = 0; i < this.#sources.length; i++)
      this.#sources[i]?.removeEventListener('abort', this.#fire);
  }

  #override(
    name: 'addEventListener' | 'removeEventListener' | 'throwIfAborted',
    make: (own: (args: unknown[]) => unknown) => (args: unknown[]) => unknown,
  ): void {
    const { signal } = this;
    const method = signal[name] as (...args: never[]) => unknown;
    const call = make((args) => apply(method, signal, args));
    defineProperty(signal, name, {
      __proto__: null,
      value: (...args: unknown[]) => call(args),
      writable: true,
      configurable: true,
    } as PropertyDescriptor);
  }

  /** Also without a listener the signal knows what its sources do. */
  #get(name: 'aborted' | 'reason'): void {
    const { signal } = this;
    const property = Object.getOwnPropertyDescriptor(AbortSignal.prototype, name);
    if (property?.get === undefined) return;
    const { get } = property;
    defineProperty(signal, name, {
      __proto__: null,
      get: () => {
        if (!(apply(ABORTED, signal, []) as boolean)) this.settle();
        return apply(get, signal, []);
      },
      configurable: true,
    } as PropertyDescriptor);
  }
}

const ABORTED = Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'aborted')
  ?.get as () => boolean;
