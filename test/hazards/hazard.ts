// One module that does what it should not, in a collectd of its own, beside a healthy one in another worker
// that must not notice.
import { expect } from 'vitest';
import { type Daemon, type DaemonOptions, nodejs, startDaemon } from '../daemon/harness/index.ts';
import { reported, reporting } from '../daemon/harness/reported.ts';

type Part = string | ((dir: string) => string);

export interface Hazard {
  /** Of bad.ts, behind the head. */
  text: string;
  /** Default: none. survive() takes COUNTING. */
  head?: string;
  /** Options of <Plugin nodejs>, before the Imports. */
  options?: string;
  /** What collectd.conf has before LoadPlugin nodejs and after the block. */
  before?: Part;
  after?: Part;
  files?: DaemonOptions['files'];
  daemon?: Partial<DaemonOptions>;
}

/** Four lines, behind which `boot` is how often the module was imported, from 1. */
export const COUNTING = `import collectd, { Notification, Values } from 'collectd';
import { appendFileSync, readFileSync } from 'node:fs'; import { report } from './report.ts';
const booted = process.env.HOME + '/booted'; appendFileSync(booted, '.'); const boot = readFileSync(booted).length;
collectd.register_read(() => { report('bad', boot); }, { name: 'steady', interval: 0.2 });
`;

const GOOD = `import collectd from 'collectd';
import { report } from './report.ts';
collectd.register_read(() => { report('good', performance.now()); }, { interval: 0.2 });`;

const partOf = (part: Part, dir: string): string => (typeof part === 'string' ? part : part(dir));

export async function startHazard(hazard: Hazard): Promise<Daemon> {
  const {
    text,
    head = '',
    options = '',
    before = '',
    after = '',
    files = {},
    daemon = {},
  } = hazard;
  return await startDaemon({
    ...daemon,
    config: (dir) =>
      [
        partOf(before, dir),
        nodejs(dir, `${options}\nImport "bad"\nImport "good"`),
        partOf(after, dir),
      ].join('\n'),
    files: { ...reporting, 'bad.ts': head + text, 'good.ts': GOOD, ...files },
  });
}

export function largestGap(times: readonly number[]): number {
  return Math.max(...times.slice(1).map((time, i) => time - (times[i] ?? 0))) / 1000;
}

/** The other module goes on, and collectd stops as always. */
export async function expectUnharmed(daemon: Daemon): Promise<string> {
  const reads = (): number => reported(daemon, 'good').length;
  const before = reads();
  await daemon.waitFor(() => reads() >= before + 2);
  const ending = await daemon.stop();
  expect(ending, ending.log).toMatchObject({ status: 0, signal: null });
  return ending.log;
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
  const daemon = await startHazard({ head: COUNTING, options: 'Timeout 1', ...hazard });
  for (const line of log) await daemon.waitForLog(line, 30);
  if (restarts > 0)
    await daemon.waitFor(
      () => daemon.log().split('The worker of bad runs again').length > restarts,
      30,
    );
  const count = (who: string) => reported<number>(daemon, who).length;
  const [bad, healthy] = [count('bad'), count('good')];
  await daemon.waitFor(() => count('bad') > bad + 2 && count('good') > healthy + 2);
  expect(reported<number>(daemon, 'bad').at(-1)).toBe(boot);
  expect(largestGap(reported(daemon, 'good'))).toBeLessThan(3);
  const ending = await daemon.stop();
  expect(ending, ending.log).toMatchObject({ status: 0, signal: null });
  expect(ending.seconds).toBeLessThan(5);
  return daemon;
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
