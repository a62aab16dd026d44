/** Value lists on their way from a plugin: into the output, the cache, and to write callbacks. */
import { DS_COUNTER, FRAME_NO_DESTINATION } from '../contract/layout.generated.ts';
import type { Native, Session } from '../contract/native.ts';
import { escapeSlashes } from '../values/identifier.ts';
import type { Cache } from './cache.ts';
import type { KnownDataSets } from './data-sets.ts';
import { DispatchFrameMemory } from './dispatch-frame.ts';
import type { Library } from './library.ts';
import type { Output, ValueList } from './output.ts';
import type { Registry } from './registry.ts';
import { isSameIdentifier } from './strings.ts';
import type { Writers } from './writers.ts';

/** What knows of value lists. */
interface Receivers {
  readonly session: Session;
  readonly library: Library;
  readonly registry: Registry;
  readonly writers: Writers;
  readonly cache: Cache;
  readonly known: KnownDataSets;
  readonly output: Output;
}

const escaped = (list: ValueList): ValueList => ({
  ...list,
  host: escapeSlashes(list.host),
  plugin: escapeSlashes(list.plugin),
  plugin_instance: escapeSlashes(list.plugin_instance),
  type: escapeSlashes(list.type),
  type_instance: escapeSlashes(list.type_instance),
});

class Dispatcher {
  readonly memory = new DispatchFrameMemory();
  readonly #receivers: Receivers;

  constructor(receivers: Receivers) {
    this.#receivers = receivers;
  }

  dispatch(): void {
    const { registry, writers, cache, output } = this.#receivers;
    const list = escaped(this.#take());
    this.memory.status = 0;
    output.values(list);
    const listeners = registry.named('cache_event').map(({ id }) => id);
    writers.pushEvent(listeners, list, cache.has(list));
    this.#queue(list, this.#writers(null), cache.put(list, this.#types(list.type)));
  }

  write(destination: string | null): boolean {
    const list = this.#take();
    const to = this.#writers(destination);
    // There are no writers but the plugin's own, and whoever reads the output.
    this.memory.status = destination === null || to.length > 0 ? 0 : FRAME_NO_DESTINATION;
    if (destination === null) this.#receivers.output.values(escaped(list));
    // Past the cache, as in collectd.
    const rates = list.values.map(() => Number.NaN);
    this.#queue(list, to, rates);
    return false;
  }

  #take(): ValueList {
    return this.memory.take(this.#types(this.memory.type), this.#receivers.session);
  }

  #types(type: string): number[] {
    return this.#receivers.known.get(type)?.map(([, number]) => number) ?? [DS_COUNTER];
  }

  /** The write callbacks with this identifier; null: all. */
  #writers(destination: string | null): number[] {
    return this.#receivers.registry
      .named('write')
      .filter(({ identifier }) => destination === null || isSameIdentifier(identifier, destination))
      .map(({ id }) => id);
  }

  #queue(list: ValueList, callbacks: readonly number[], rates: number[]): void {
    const { writers } = this.#receivers;
    for (const callback of callbacks) writers.push(callback, list, rates);
    this.#wakeWriters();
  }

  #wakeWriters(): void {
    const { library, writers } = this.#receivers;
    library.later((handlers) => {
      for (const callback of writers.busy()) if (handlers.write(callback)) this.#wakeWriters();
    });
  }
}

export function dispatchFunctions(
  receivers: Receivers,
): Pick<Native, 'frame' | 'fields' | 'dispatch' | 'write' | 'encode' | 'meta_frame' | 'meta'> {
  const dispatcher = new Dispatcher(receivers);
  const { memory } = dispatcher;
  return {
    frame: memory.frame,
    fields: memory.fields,
    dispatch: () => dispatcher.dispatch(),
    write: (destination) => dispatcher.write(destination),
    encode: (field, text) => memory.encode(field, text),
    meta_frame: memory.metaFrame,
    meta(meta) {
      memory.meta = meta;
    },
  };
}
