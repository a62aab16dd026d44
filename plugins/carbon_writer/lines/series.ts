// What is remembered about each identifier, for as long as it is seen.
import type { Identifier } from './metric-name.ts';

/** By host, plugin, plugin instance, type and type instance. */
type Level<T> = Map<string, T>;
type Types<T> = Level<Level<T>>;
type Plugins<T> = Level<Level<Types<T>>>;

export interface Remembered {
  /** Whole seconds of a clock that only goes forward: V8 keeps small integers without an object of their own. */
  seen: number;
  /** Seconds until it may be forgotten. */
  readonly patience: number;
}

/** So many identifiers cost 300 MiB, and 500 where counters are differentiated. */
const MOST = 2 ** 20;
/** In which all of them are looked at. */
const ROUND_SECONDS = 60;

/** Nested, because collectd hands over the same string objects again and again, whose hashes are known. */
export class SeriesTable<T extends Remembered> {
  readonly #hosts: Level<Plugins<T>> = new Map();
  readonly #most: number;
  #sweep: Iterator<void> | undefined;
  #now = 0;
  #size = 0;
  // The last ones: most lists that follow each other have host and plugin in common.
  #host: string | undefined;
  #plugin: string | undefined;
  #plugins: Plugins<T> = new Map();
  #instances: Level<Types<T>> = new Map();

  constructor(most = MOST) {
    this.#most = most;
  }

  get size(): number {
    return this.#size;
  }

  get(id: Identifier): T | undefined {
    return this.#instancesOf(id).get(id.plugin_instance)?.get(id.type)?.get(id.type_instance);
  }

  set(id: Identifier, series: T, now: number): void {
    if (this.#size >= this.#most) this.#makeRoom(now);
    const all = at(at(this.#instancesOf(id), id.plugin_instance), id.type);
    if (!all.has(id.type_instance)) this.#size++;
    all.set(id.type_instance, series);
  }

  #instancesOf({ host, plugin }: Identifier): Level<Types<T>> {
    if (host !== this.#host) {
      this.#plugins = at(this.#hosts, host);
      this.#host = host;
      this.#plugin = undefined;
    }
    if (plugin !== this.#plugin) {
      this.#instances = at(this.#plugins, plugin);
      this.#plugin = plugin;
    }
    return this.#instances;
  }

  /** Once a second it looks at a part of the identifiers, and forgets what has not been seen for too long. */
  sweep(now: number): void {
    if (now === this.#now) return;
    this.#now = now;
    this.#sweep ??= this.#forget((series) => this.#now - series.seen > series.patience);
    for (let i = Math.ceil(this.#size / ROUND_SECONDS); i >= 0; i--) {
      if (!this.#sweep.next().done) continue;
      this.#sweep = undefined;
      break;
    }
    this.#forgetLast();
  }

  /** Whoever did not come in the last minute goes; if that is not enough everybody. */
  #makeRoom(now: number): void {
    for (const _ of this.#forget((series) => now - series.seen > 60));
    if (this.#size >= this.#most) {
      this.#hosts.clear();
      this.#size = 0;
    }
    this.#sweep = undefined;
    this.#forgetLast();
  }

  *#forget(isStale: (series: T) => boolean): Generator<void> {
    for (const [host, plugins] of this.#hosts) {
      for (const [plugin, instances] of plugins) {
        for (const [instance, types] of instances) {
          for (const [type, all] of types) {
            for (const [typeInstance, series] of all) {
              if (isStale(series) && all.delete(typeInstance)) this.#size--;
              yield;
            }
            if (all.size === 0) types.delete(type);
          }
          if (types.size === 0) instances.delete(instance);
        }
        if (instances.size === 0) plugins.delete(plugin);
      }
      if (plugins.size === 0) this.#hosts.delete(host);
    }
  }

  /** What it names may have been taken out. */
  #forgetLast(): void {
    this.#host = undefined;
    this.#plugin = undefined;
  }
}

function at<K, V>(level: Map<string, Map<K, V>>, key: string): Map<K, V> {
  let next = level.get(key);
  if (next === undefined) {
    next = new Map();
    level.set(key, next);
  }
  return next;
}
