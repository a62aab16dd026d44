// One module that does what it should not, in a collectd of its own, beside a healthy one in another worker.
import { expect } from 'vitest';
import { type Daemon, type DaemonOptions, nodejs, startDaemon } from '../daemon/harness/index.ts';
import { reported, reporting } from '../daemon/harness/reported.ts';

export interface Hazard {
  /** Of bad.ts, from line 5 on. `boot` counts how often it was imported, from 1. */
  text: string;
  /** What the log has to say, in this order. */
  log: RegExp[];
  /** How often the worker is started again, successfully; default 1. */
  restarts?: number;
  /** The `boot` of the last one; default 1 more. */
  boot?: number;
  /** Options of <Plugin nodejs>, before the Imports. */
  options?: string;
  /** What collectd.conf has besides. */
  config?: (dir: string) => string;
  files?: DaemonOptions['files'];
  /** The healthy module is read every 0.2 s; seconds. */
  largestGap?: number;
}

const head = `import collectd, { Notification, Values } from 'collectd';
import { appendFileSync, readFileSync } from 'node:fs'; import { report } from './report.ts';
const booted = process.env.HOME + '/booted'; appendFileSync(booted, '.'); const boot = readFileSync(booted).length;
collectd.register_read(() => { report('bad', boot); }, { name: 'steady', interval: 0.2 });
`;

const good = `import collectd from 'collectd';
import { report } from './report.ts';
collectd.register_read(() => { report('good', performance.now()); }, { interval: 0.2 });`;

export function largestGap(times: readonly number[]): number {
  return Math.max(...times.slice(1).map((time, i) => time - (times[i] ?? 0))) / 1000;
}

export async function startHazard(hazard: Hazard): Promise<Daemon> {
  const { text, options = 'Timeout 1', config = () => '', files = {} } = hazard;
  return await startDaemon({
    config: (dir) => nodejs(dir, `${options}\nImport "bad"\nImport "good"`) + config(dir),
    files: { ...reporting, 'bad.ts': head + text, 'good.ts': good, ...files },
  });
}

/** Waits until the hazard is over, then that both modules are read; stops collectd. */
export async function survive(hazard: Hazard): Promise<Daemon> {
  const { log, restarts = 1, boot = restarts + 1, largestGap: most = 3 } = hazard;
  const daemon = await startHazard(hazard);
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
  expect(largestGap(reported(daemon, 'good'))).toBeLessThan(most);
  const ending = await daemon.stop();
  expect(ending, ending.log).toMatchObject({ status: 0, signal: null });
  expect(ending.seconds).toBeLessThan(5);
  return daemon;
}

/** `bad.ts` at a line, in the log. */
export function at(text: string, line: number): RegExp {
  return new RegExp(`\\[error\\] nodejs plugin: ${text}.*/bad\\.ts:${line}\\b`);
}
