/**
 * The life of one plugin under the fake collectd: import, config callbacks, init callbacks,
 * reads, shutdown callbacks, in the order in which collectd would do it.
 */

import type { ConfigTree } from '../contract/native.ts';
import { LOG_ERR, LOG_WARNING } from '../shared/constants.ts';
import { IDENTIFIER_PREFIX } from '../shared/plugin-name.ts';
import type { FakeCollectd } from './fake-collectd.ts';
import type { Registration } from './registry.ts';

const MAX_PAUSE = 86400;

export interface ModuleBlock {
  /** As in `<Module name>`. */
  readonly name: string;
  readonly tree: ConfigTree;
  /** Not named like the module: one of its callbacks may be, or another module. */
  readonly isForeign?: boolean;
}

export interface LifeOptions {
  /** In file order. */
  readonly blocks: readonly ModuleBlock[];
  /** Seconds for one callback. */
  readonly timeout: number;
}

export class Plugin {
  readonly #fake: FakeCollectd;
  readonly #options: LifeOptions;
  readonly #timers = new Map<number, NodeJS.Timeout>();
  #failures = 0;
  #stopped = false;
  #block: number | undefined;
  readonly #configured: number[] = [];

  constructor(fake: FakeCollectd, options: LifeOptions) {
    this.#fake = fake;
    this.#options = options;
  }

  /** How many imports and callbacks have failed, or taken too long. */
  get failures(): number {
    return this.#failures;
  }

  /** Which of the blocks a config callback has just now; undefined: none. */
  get block(): number | undefined {
    return this.#block;
  }

  /** Which of the blocks a config callback got. */
  get configured(): readonly number[] {
    return this.#configured;
  }

  /** Imports it. False: it would be left out. */
  import(): Promise<boolean> {
    return this.#call('The import of the module', this.#options.timeout, (call) =>
      this.#fake.library.handlers.import_module(call, 0),
    );
  }

  /** Imports and configures it. False: it would be left out. */
  async load(): Promise<boolean> {
    const { registry } = this.#fake;
    if (!(await this.import())) return false;
    const configured = new Set<Registration>();
    for (const [index, { name, tree, isForeign }] of this.#options.blocks.entries()) {
      const callback = registry
        .named('config')
        .find(
          ({ identifier }) => identifier.toLowerCase() === IDENTIFIER_PREFIX + name.toLowerCase(),
        );
      if (callback === undefined && isForeign === true) continue;
      if (callback === undefined) {
        const text = `Found a configuration for the "${name}" plugin, but the plugin isn't loaded or didn't register a configuration callback.`;
        this.#log(LOG_WARNING, text);
        continue;
      }
      configured.add(callback);
      this.#block = index;
      this.#configured.push(index);
      if (!(await this.#configure(callback, tree))) return false;
    }
    this.#block = undefined;
    for (const callback of registry.named('config'))
      if (!configured.has(callback) && !(await this.#configure(callback, null))) return false;
    return true;
  }

  #configure(callback: Registration, tree: ConfigTree | null): Promise<boolean> {
    const what = `The config callback (${callback.location})`;
    return this.#call(what, callback.timeout, (call) =>
      this.#fake.library.handlers.configure(call, callback.id, tree),
    );
  }

  /** Init callbacks; after them only reads and shutdown callbacks can be registered. */
  async init(): Promise<void> {
    const { registry } = this.#fake;
    for (const one of registry.named('init')) await this.#run('init', one);
    registry.commit();
  }

  /** Every read callback once. */
  async readOnce(): Promise<void> {
    for (const one of this.#fake.registry.named('read')) await this.#run('read', one);
  }

  /** Every read callback in its interval, until stop(). */
  start(): void {
    const { registry } = this.#fake;
    registry.onLateRead = (registration) => this.#schedule(registration, 0, 0);
    for (const one of registry.named('read')) this.#schedule(one, 0, 0);
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#fake.library.handlers.stop();
    await this.#fake.drain(1);
    // As collectd does, before the first shutdown callback.
    await Promise.all(this.#fake.registry.named('flush').map((one) => this.#flush(one)));
    await this.#fake.drain(1);
    for (const one of this.#fake.registry.named('shutdown')) await this.#run('shutdown', one);
    await this.#call("The listeners of 'exit'", this.#options.timeout, (call) =>
      this.#fake.library.handlers.exit(call),
    );
    this.#fake.registry.close();
  }

  #schedule(read: Registration, delay: number, pause: number): void {
    const timer = setTimeout(async () => {
      const began = performance.now();
      const ended = await this.#run('read', read);
      if (this.#stopped || !this.#fake.registry.has(read.id)) return;
      // As the daemon does: after each failure twice as long, up to a day.
      const next = ended ? 0 : Math.min(MAX_PAUSE, (pause || read.interval) * 2);
      const took = (performance.now() - began) / 1000;
      this.#schedule(read, Math.max(0, (next || read.interval) - took), next);
    }, delay * 1000);
    this.#timers.set(read.id, timer);
  }

  #run(name: string, one: Registration): Promise<boolean> {
    const what = `The ${name} callback ${one.identifier} (${one.location})`;
    return this.#call(what, one.timeout, (call) => this.#fake.library.handlers.run(call, one.id));
  }

  /** Of everything. */
  #flush({ id, identifier, location, timeout }: Registration): Promise<boolean> {
    const what = `The flush callback ${identifier} (${location})`;
    return this.#call(what, timeout, (call) =>
      this.#fake.library.handlers.flush(call, id, 0, null, 0),
    );
  }

  /** The library itself ends a call at its deadline; only what it cannot end is late here. */
  async #call(what: string, seconds: number, start: (call: number) => void): Promise<boolean> {
    const outcome = await this.#fake.calls.make(seconds + 1, start);
    if (outcome === 'done') return true;
    this.#failures++;
    if (outcome === 'late') this.#log(LOG_ERR, `${what} has not finished within ${seconds} s.`);
    return false;
  }

  #log(severity: number, text: string): void {
    this.#fake.native.log(severity, `nodejs plugin: ${text}`, false);
  }
}
