// One module that does what it should not, in a collectd of its own, beside a healthy one in another worker
// that must not notice.
import { expect } from 'vitest';
import { type Daemon, type DaemonOptions, nodejs, startDaemon } from '../daemon/harness/index.ts';
import { reported, reporting } from '../daemon/harness/reported.ts';

type Part = string | ((dir: string) => string);

/**
 * Seconds: a Timeout for what is not a read callback, which has one of its own (`timeout: 1`). A busy
 * machine must have imported the module by then.
 */
export const TIMEOUT = 5;

/** Seconds. Whoever waits for what a module does here waits for a minute or for ever; ShutdownTimeout is 4. */
export const LONGEST_STOP = 15;

export interface Hazard {
  /** Of bad.ts, behind the head. */
  text: string;
  /** The Timeout of bad.ts alone. */
  timeout?: number;
  /** Default: none. survive() takes COUNTING. */
  head?: string;
  /** Options of <Plugin nodejs>, before the Imports. */
  options?: string;
  /** What collectd.conf has before LoadPlugin nodejs and after the block. */
  before?: Part;
  after?: Part;
  files?: DaemonOptions['files'];
  daemon?: Partial<DaemonOptions>;
  /** Loads the plugin with these lines in its block; default: the one that was built here. */
  load?: typeof nodejs;
}

/** Four lines, behind which `boot` is how often the module was imported, from 1. */
export const COUNTING = `import collectd, { Notification, Values } from 'collectd';
import { appendFileSync, readFileSync } from 'node:fs'; import { report } from './report.ts'; import { afterStart } from './start.ts';
const booted = process.env.HOME + '/booted'; appendFileSync(booted, '.'); const boot = readFileSync(booted).length;
collectd.register_read(() => { report('bad', boot); }, { name: 'steady', interval: 0.2 });
`;

/** Where a module must not do it yet while collectd starts: `import { afterStart } from './start.ts'`. */
export const starting = {
  'start.ts': `import collectd from 'collectd';
/** In a timer, once collectd reads: all plugins have been started. Call it at each import. */
export function afterStart(code: () => void): void {
  let waits = true;
  collectd.register_read(() => {
    if (waits) setTimeout(code);
    waits = false;
  }, { name: 'start', interval: 0.2 });
}`,
};

/** good.ts */
export const GOOD = `import collectd from 'collectd';
import { report } from './report.ts';
collectd.register_read(() => { report('good', performance.now()); }, { interval: 0.2 });`;

const partOf = (part: Part, dir: string): string => (typeof part === 'string' ? part : part(dir));

export async function startHazard(hazard: Hazard): Promise<Daemon> {
  const {
    text,
    timeout,
    head = '',
    options = '',
    before = '',
    after = '',
    files = {},
    daemon = {},
    load = nodejs,
  } = hazard;
  const own = timeout === undefined ? '' : `Timeout ${timeout}`;
  return await startDaemon({
    ...daemon,
    config: (dir) =>
      [
        partOf(before, dir),
        load(dir, `${options}\n<Import "bad">\n${own}\n</Import>\nImport "good"`),
        partOf(after, dir),
      ].join('\n'),
    files: { ...reporting, ...starting, 'bad.ts': head + text, 'good.ts': GOOD, ...files },
  });
}

/** The other module is read from now on. */
export async function expectReads(daemon: Daemon): Promise<void> {
  const reads = (): number => reported(daemon, 'good').length;
  const before = reads();
  await daemon.waitFor(() => reads() >= before + 3, 45);
}

/** collectd stops as always, and waits for no module. */
export async function expectStop(daemon: Daemon, ends = daemon.stop(60)): Promise<string> {
  const ending = await ends;
  expect(ending, ending.log).toMatchObject({ status: 0, signal: null });
  expect(ending.seconds, ending.log).toBeLessThan(LONGEST_STOP);
  return ending.log;
}

/** The other module goes on, and collectd stops as always. */
export async function expectUnharmed(daemon: Daemon): Promise<string> {
  await expectReads(daemon);
  return await expectStop(daemon);
}

export interface Survival {
  /** What the log has to say, in this order. */
  log: RegExp[];
  /** How often the worker is started again, successfully; default 1. */
  restarts?: number;
  /** The `boot` of the last one; default 1 more. */
  boot?: number;
}

/** Waits until the hazard is over, then that both modules are read; stops collectd. */
export async function survive(hazard: Hazard & Survival): Promise<Daemon> {
  const { log, restarts = 1, boot = restarts + 1 } = hazard;
  const daemon = await startHazard({ head: COUNTING, ...hazard });
  for (const line of log) await daemon.waitForLog(line, 45);
  const places = log.map((line) => daemon.log().search(line));
  expect(places, 'in this order').toEqual([...places].sort((a, b) => a - b));
  if (restarts > 0)
    await daemon.waitFor(
      () => daemon.log().split('The worker of bad runs again').length > restarts,
      45,
    );
  const boots = (): number[] => reported<number>(daemon, 'bad');
  const before = boots().length;
  await daemon.waitFor(() => boots().length > before + 2, 45);
  expect(boots().at(-1)).toBe(boot);
  await expectUnharmed(daemon);
  return daemon;
}

/** What the log says of a worker that something keeps for so many seconds. */
export function blocks(what: string, seconds: number): string {
  return `${what} blocks its worker for more than ${seconds} s`;
}

/** `bad.ts` at a line, in the log. */
export function at(text: string, line: number): RegExp {
  return new RegExp(`\\[error\\] nodejs plugin: ${text}.*/bad\\.ts:${line}\\b`);
}

/** `file:line` of the first line of `text` that contains `part`, as the log names it where there is no head. */
export function locationOf(daemon: Daemon, text: string, part: string): string {
  const line = text.split('\n').findIndex((one) => one.includes(part)) + 1;
  expect(line, part).toBeGreaterThan(0);
  return `${daemon.dir}/plugins/bad.ts:${line}`;
}
