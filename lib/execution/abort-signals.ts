/**
 * AbortSignals that abort. Node holds weakly what a signal depends on: a fetch of Node 18 loses
 * its signal in the next garbage collection, one with a Request does in every version, and
 * AbortSignal.any loses its sources up to Node 20. Here what is needed is held as long as the
 * signal, or the request, is, and not for longer.
 */
import {
  apply,
  defineProperty,
  isArray,
  isInstance,
  promiseThen,
  resolvedWith,
  SafeSet,
} from '../shared/primordials.ts';
import { anySignal } from './any-signal.ts';

const KEPT = Symbol('kept');

/** `holder` holds `kept`. */
function keep(holder: object, kept: unknown): void {
  defineProperty(holder, KEPT, {
    __proto__: null,
    value: kept,
    writable: true,
    configurable: true,
  } as PropertyDescriptor);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A signal holds its controller: whoever fires a signal that was passed on has that weakly. */
function keepControllers({ prototype }: typeof AbortController): void {
  const property = Object.getOwnPropertyDescriptor(prototype, 'signal');
  const get = property?.get;
  if (get === undefined) return;
  defineProperty(prototype, 'signal', {
    ...property,
    get(this: AbortController): AbortSignal {
      const signal = apply(get, this, []) as AbortSignal;
      if (!(KEPT in signal)) keep(signal, this);
      return signal;
    },
  });
}

/** From this version on Node's own is right. */
const ANY_IS_RIGHT = 24;

function replaceAny(Signal: typeof AbortSignal): void {
  const property = Object.getOwnPropertyDescriptor(Signal, 'any');
  if (property === undefined || Number.parseInt(process.versions.node, 10) >= ANY_IS_RIGHT) return;
  const own = property.value as typeof AbortSignal.any;
  const any = (signals: Iterable<AbortSignal>): AbortSignal => {
    const sources = typeof signals === 'object' ? [...signals] : signals;
    const isRight = isArray(sources) && sources.every((one) => isInstance(one, Signal));
    // Otherwise for Node's own errors.
    return isRight ? anySignal(sources) : apply(own, Signal, [sources]);
  };
  defineProperty(Signal, 'any', { ...property, value: any });
}

/** A Request is held until its response has come, and then by the response. */
function keepRequests(): void {
  const property = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
  const { fetch } = globalThis;
  if (property === undefined || typeof fetch !== 'function') return;
  const inFlight = new SafeSet<object>();
  const kept = {
    fetch(input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> {
      const response = apply(fetch, globalThis, [input, init]) as Promise<Response>;
      if (!isObject(input) || !('signal' in input)) return response;
      const held = { input };
      inFlight.add(held);
      void promiseThen(
        resolvedWith(response),
        (answer) => {
          inFlight.delete(held);
          const { body } = answer as Response;
          if (isObject(body)) keep(body, input);
        },
        () => inFlight.delete(held),
      );
      return response;
    },
  };
  defineProperty(globalThis, 'fetch', {
    __proto__: null,
    value: kept.fetch,
    writable: true,
    enumerable: property.enumerable ?? true,
    configurable: true,
  } as PropertyDescriptor);
}

/** Once in each thread, before a module runs. */
export function keepAbortSignals(): void {
  keepControllers(AbortController);
  replaceAny(AbortSignal);
  keepRequests();
}
