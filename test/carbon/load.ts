// A load of numbered values, and what became of it.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Daemon } from '../daemon/harness/index.ts';
import { reported, reporting, waitForReport } from '../daemon/harness/reported.ts';
import { inOrder, startCarbonWriter } from './carbon-writer.ts';

export const loadFiles = {
  ...reporting,
  // Another write callback, in a worker of its own, which tells when it sees a round.
  'witness.ts': `
import collectd from 'collectd';
import { report } from './report.ts';
collectd.register_write(
  (lists) => {
    for (const vl of lists) if (vl.type_instance.split('-')[0] === 'm0') report('written', Date.now());
  },
  { batch: true },
);
`,
};

/** A module that dispatches the number of the round under each of `metrics` names, which may have an ending, until it is told to stop. */
export function load(metrics: number, interval: number, ending = ''): string {
  return `
import { existsSync } from 'node:fs';
import collectd, { Values } from 'collectd';
import { report } from './report.ts';
let round = 0;
let isOver = false;
const vl = new Values({ plugin: 'load', type: 'gauge' });
collectd.register_read(() => {
  if (isOver) return;
  if (existsSync(process.env.HOME + '/enough')) {
    isOver = true;
    report('rounds', round);
    return;
  }
  round++;
  report('round', round);
  report('read', Date.now());
  const time = Date.now() / 1000;
  for (let i = 0; i < ${metrics}; i++)
    vl.dispatch({ type_instance: 'm' + i + '${ending}', values: [round], time });
}, ${interval});
`;
}

/** How many rounds there were until now. */
export function roundsSoFar(daemon: Daemon): number {
  return reported<number>(daemon, 'round').at(-1) ?? 0;
}

/** Reads come in their interval, and every round reaches another write callback: nobody waits for Carbon. */
export function expectSteady(daemon: Daemon): void {
  for (const key of ['read', 'written']) {
    const times = reported<number>(daemon, key);
    expect(times.length).toBeGreaterThan(10);
    const pauses = times.map((time, i) => time - (times[i - 1] ?? time));
    // A busy machine may be late by some intervals; who waits for a receiver waits for ten seconds.
    expect(Math.max(...pauses), key).toBeLessThan(5000);
  }
}

/** After an outage in which lines were dropped: waits until that is over, and rounds are whole again. */
export async function caughtUp(daemon: Daemon): Promise<void> {
  await daemon.waitForLog(/lines were dropped in all, what was kept is sent/, 30);
  const round = roundsSoFar(daemon);
  await daemon.waitFor(() => roundsSoFar(daemon) > round + 1);
}

/** Ends the load; resolves with the number of rounds. */
export async function endLoad(daemon: Daemon): Promise<number> {
  writeFileSync(join(daemon.dir, 'enough'), '');
  return (await waitForReport<number>(daemon, 'rounds')).at(-1) ?? 0;
}

/** The rounds that arrived of each metric. In order and each at most once, or the test has failed. */
export function arrivals(lines: readonly string[]): Map<string, number[]> {
  const all = new Map<string, number[]>();
  const wrong: string[] = [];
  for (const line of lines) {
    const match = /^testhost\.load\.gauge\.(m\d+)\.value (\d+)\.000000 \d+$/.exec(line);
    const [, metric = '', round] = match ?? [];
    const rounds = all.get(metric) ?? [];
    if (!match || Number(round) <= (rounds.at(-1) ?? -1)) wrong.push(line);
    rounds.push(Number(round));
    all.set(metric, rounds);
  }
  expect(wrong).toEqual([]);
  return all;
}

/** The numbers of lines in the order of their dispatch, from 0, of which each round has `metrics`. */
export function numbered(lines: readonly string[], metrics: number): number[] {
  return lines.map((line) => {
    const [, metric, round] = /\.m(\d+)\.value (\d+)\./.exec(line) ?? [];
    return (Number(round) - 1) * metrics + Number(metric);
  });
}

export function countMissing(lines: readonly string[], metrics: number, rounds: number): number {
  const all = arrivals(lines);
  for (const each of all.values()) expect(each.at(-1)).toBeLessThanOrEqual(rounds);
  return metrics * rounds - [...all.values()].reduce((sum, { length }) => sum + length, 0);
}

/** True when the last round is there, of every metric. */
export function isComplete(lines: readonly string[], metrics: number, rounds: number): boolean {
  const last = ` ${rounds}.000000 `;
  return lines.filter((line) => line.includes(last)).length === metrics;
}

/** The sum of the numbers that the log has in this place. */
export function sumInLog(daemon: Daemon, pattern: RegExp): number {
  return [...daemon.log().matchAll(pattern)].reduce((sum, [, number]) => sum + Number(number), 0);
}

export const inFlight = /at most (\d+) lines may be lost/g;
export const dropped = /(\d+) lines were dropped in all/g;

/** How many series a load has unless told otherwise. */
export const METRICS = 50;

/** A carbon_writer with these options, and a load for it, one list after the other. */
export function startUnderLoad(options: string, metrics = METRICS, interval = 0.1, ending = '') {
  return startCarbonWriter({
    options,
    config: inOrder,
    files: loadFiles,
    lines: 'Import "witness"',
    source: load(metrics, interval, ending),
  });
}
