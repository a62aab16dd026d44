// One collectd with ten modules, watched from outside.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
// biome-ignore lint/plugin: a sample is taken once a second.
import { setTimeout as sleep } from 'node:timers/promises';
import { createSite, Daemon } from '../../bench/daemon/daemon.ts';
import { type Footprint, footprintOf, typical } from './footprint.ts';

export interface Plan {
  /** Value lists to be written. */
  values: number;
  /** How many restarts are forced. */
  restarts: number;
  tell(line: string): void;
}

export interface Outcome {
  early: Footprint;
  late: Footprint;
  written: number;
  messages: number;
  notifications: number;
  forced: number;
  restarts: number;
  /** Workers that could not be ended. */
  lost: number;
  seconds: number;
  status: number | null;
  directory: string;
}

interface Meter {
  values: number;
  messages: number;
  notifications: number;
  /** Sources that have been heard of lately. */
  alive: number;
}

const sources = [1, 2, 3, 4, 5].map((number) => `source${number}`);
const writers = [1, 2].map((number) => `writer${number}`);
const listeners = [1, 2].map((number) => `listener${number}`);
const culprits = [...sources, ...writers, ...listeners];
const modules = [...culprits, 'meter'];
/** All but the last two end the worker. */
const misdeeds = ['exit', 'loop', 'heap', 'throw', 'hang'];
const restarting = 3;
/** Footprints that are taken at either end, one a second. */
const samples = 15;
/** Nothing has arrived for so many seconds. */
const patience = 120;

function prepare(directory: string): void {
  mkdirSync(join(directory, 'modules'));
  mkdirSync(join(directory, 'orders'));
  for (const name of [...modules, 'orders']) {
    const source = join(import.meta.dirname, 'modules', `${name.replace(/\d+$/, '')}.ts`);
    const text = readFileSync(source, 'utf8').replaceAll('NAME', name);
    writeFileSync(join(directory, 'modules', `${name}.ts`), text);
  }
}

function configuration(directory: string): string[] {
  const plugins = join(import.meta.dirname, '../../dist/collectd');
  return [
    'LoadPlugin logfile',
    '<Plugin logfile>',
    'LogLevel notice',
    'File STDOUT',
    '</Plugin>',
    `PluginDir "${plugins}"`,
    'LoadPlugin nodejs',
    '<Plugin nodejs>',
    `ModulePath "${join(directory, 'modules')}"`,
    'LogPrefix false',
    'Timeout 2',
    'HeapLimit 96',
    `Workers ${modules.length}`,
    ...modules.map((name) => `Import "${name}"`),
    '</Plugin>',
  ];
}

class Soak {
  readonly #plan: Plan;
  readonly #site = createSite();
  readonly #daemon: Daemon;
  #forced = 0;
  #ordered = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    const { dir } = this.#site;
    prepare(dir);
    this.#daemon = new Daemon(this.#site, {
      interval: 1,
      config: configuration(dir),
      baseDir: join(dir, 'data'),
      env: { SOAK_ORDERS: join(dir, 'orders') },
    });
  }

  /** What the meter told last. */
  #meter(): Meter {
    const log = this.#daemon.log;
    const at = log.lastIndexOf('soak: {');
    const end = log.indexOf('\n', at);
    if (at === -1 || end === -1) return { values: 0, messages: 0, notifications: 0, alive: 0 };
    return JSON.parse(log.slice(at + 'soak: '.length, end)) as Meter;
  }

  #count(text: string): number {
    return this.#daemon.log.split(text).length - 1;
  }

  /** Looks once a second until so many values have been written and so many restarts forced. */
  async #until(values: number, forced: number, look: (meter: Meter) => void): Promise<void> {
    let before = -1;
    let since = performance.now();
    for (;;) {
      const meter = this.#meter();
      if (!this.#daemon.running) throw new Error(`collectd has ended:\n${this.#tail()}`);
      if (meter.values >= values && this.#forced >= forced) return;
      if (meter.values !== before) since = performance.now();
      else if (performance.now() - since > patience * 1000)
        throw new Error(`nothing arrives any more, at ${meter.values} values:\n${this.#tail()}`);
      before = meter.values;
      look(meter);
      await sleep(1000);
    }
  }

  #tail(): string {
    return this.#daemon.log.split('\n').slice(-40).join('\n');
  }

  /** One module after the other is told to do something wrong, spread over the way. */
  #disturb({ values }: Meter): void {
    const { values: all, restarts } = this.#plan;
    const share = (values - all * 0.12) / (all * 0.75);
    const due = Math.floor(share * (restarts / restarting) * misdeeds.length);
    if (this.#forced >= restarts || this.#ordered > due) return;
    const misdeed = misdeeds[this.#ordered % misdeeds.length] as string;
    const culprit = culprits[this.#ordered % culprits.length] as string;
    const order = join(this.#site.dir, 'orders', culprit);
    this.#ordered++;
    // It has not come to the last one yet.
    if (existsSync(order)) return;
    writeFileSync(order, misdeed);
    if (misdeeds.indexOf(misdeed) < restarting) this.#forced++;
  }

  /** When all modules run. */
  async #footprint(): Promise<Footprint> {
    const deadline = performance.now() + 360_000;
    const restarted = (): number => this.#count(' runs again');
    while (this.#meter().alive < sources.length || restarted() < this.#forced) {
      if (performance.now() > deadline || !this.#daemon.running)
        throw new Error(`${restarted()} of ${this.#forced} restarts:\n${this.#tail()}`);
      await sleep(1000);
    }
    const footprints: Footprint[] = [];
    for (let i = 0; i < samples; i++) {
      footprints.push(footprintOf(this.#daemon.pid));
      await sleep(1000);
    }
    return typical(footprints);
  }

  async run(): Promise<Outcome> {
    const { values, restarts, tell } = this.#plan;
    const began = performance.now();
    let told = began;
    const look = (meter: Meter): void => {
      if (performance.now() - told < 10_000) return;
      told = performance.now();
      tell(`${meter.values} values, ${this.#count(' runs again')} restarts`);
    };
    try {
      await this.#until(values * 0.1, 0, look);
      const early = await this.#footprint();
      await this.#until(values, restarts, (meter) => {
        look(meter);
        this.#disturb(meter);
      });
      const late = await this.#footprint();
      const meter = this.#meter();
      await this.#daemon.stop();
      return {
        early,
        late,
        written: meter.values,
        messages: meter.messages,
        notifications: meter.notifications,
        forced: this.#forced,
        restarts: this.#count(' runs again'),
        lost: this.#count(' is lost: '),
        seconds: (performance.now() - began) / 1000,
        status: await this.#daemon.finished(1),
        directory: this.#site.dir,
      };
    } finally {
      if (this.#daemon.running) await this.#daemon.stop();
      writeFileSync(join(this.#site.dir, 'log'), this.#daemon.log);
    }
  }
}

export function soak(plan: Plan): Promise<Outcome> {
  return new Soak(plan).run();
}
