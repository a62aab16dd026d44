// A load of numbered values, and what became of it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Daemon, waitFor } from '../daemon/harness/index.ts';
import { reported, reporting, waitForReport } from '../daemon/harness/reported.ts';
import { inOrder, startCarbonWriter } from './carbon-writer.ts';
import type { LineServer } from './line-server.ts';

export interface Load {
  /** Lists of one round. */
  metrics: number;
  /** Seconds from one round to the next, at least. */
  interval?: number;
  /** Names as long as may be: there is more text in fewer lists. */
  isLong?: boolean;
}

/**
 * A module that dispatches the number of the round under each of `metrics` names until it is told to stop. It is
 * also another write callback: it counts the rounds of which all has come there, and is at most two rounds ahead.
 */
export function load({ metrics, interval = 0.1, isLong = false }: Load): string {
  const [ending, instance] = isLong ? [`-${'x'.repeat(110)}`, 'y'.repeat(120)] : ['', ''];
  return `
import { existsSync } from 'node:fs';
import collectd, { Values } from 'collectd';
import { report } from './report.ts';
let sent = 0;
let seen = 0;
let isOver = false;
const vl = new Values({ plugin: 'load', plugin_instance: '${instance}', type: 'gauge' });
collectd.register_write(
  (lists) => {
    const before = Math.floor(seen / ${metrics});
    for (const { plugin } of lists) if (plugin === 'load') seen++;
    const rounds = Math.floor(seen / ${metrics});
    if (rounds > before) report('round', rounds);
  },
  { batch: true },
);
collectd.register_read(() => {
  if (isOver || sent - seen > ${metrics}) return;
  if (existsSync(process.env.HOME + '/enough')) {
    if (seen < sent) return;
    isOver = true;
    report('rounds', sent / ${metrics});
    return;
  }
  const round = sent / ${metrics} + 1;
  const time = Date.now() / 1000;
  for (let i = 0; i < ${metrics}; i++)
    vl.dispatch({ type_instance: 'm' + i + '${ending}', values: [round], time });
  sent += ${metrics};
}, ${interval});
`;
}

/** How many rounds were read, and came to another write callback, until now. */
export function roundsSoFar(daemon: Daemon): number {
  return reported<number>(daemon, 'round').at(-1) ?? 0;
}

export function waitForRounds(daemon: Daemon, rounds: number): Promise<unknown> {
  return waitFor(
    () => roundsSoFar(daemon) >= rounds,
    60,
    () => `${rounds} rounds; there were ${roundsSoFar(daemon)}\n${daemon.tail()}`,
  );
}

/** Nobody waits for Carbon: with ten seconds for each of them these rounds would take far too long. */
export async function keepsPace(daemon: Daemon, rounds = 20): Promise<void> {
  await waitForRounds(daemon, roundsSoFar(daemon) + rounds);
}

/** After an outage in which lines were dropped: this receiver gets what comes, and nothing waits any more. */
export async function caughtUp(daemon: Daemon, server: LineServer): Promise<void> {
  await server.waitForLines(1, 60);
  const isOver = () => {
    const log = daemon.log();
    const count = (pattern: RegExp) => log.match(pattern)?.length ?? 0;
    return count(/BufferSize .* is reached/g) === count(/dropped in all, what was kept is sent/g);
  };
  await daemon.waitFor(isOver, 60);
  await keepsPace(daemon, 2);
}

/** Ends the load when all of it has left the write threads; resolves with the number of rounds. */
export async function endLoad(daemon: Daemon): Promise<number> {
  writeFileSync(join(daemon.dir, 'enough'), '');
  return (await waitForReport<number>(daemon, 'rounds', 45)).at(-1) ?? 0;
}

/** The rounds that arrived of each metric. In order and each at most once, or the test has failed. */
export function arrivals(lines: readonly string[]): Map<string, number[]> {
  const all = new Map<string, number[]>();
  const wrong: string[] = [];
  for (const line of lines) {
    const match = /^testhost\.load\.(?:y+\.)?gauge\.(m\d+)(?:-x+)?\.value (\d+)\.000000 \d+$/.exec(
      line,
    );
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
    const [, metric, round] = /\.m(\d+)(?:-x+)?\.value (\d+)\./.exec(line) ?? [];
    return (Number(round) - 1) * metrics + Number(metric);
  });
}

export function countMissing(lines: readonly string[], metrics: number, rounds: number): number {
  const all = arrivals(lines);
  for (const each of all.values()) expect(each.at(-1)).toBeLessThanOrEqual(rounds);
  return metrics * rounds - [...all.values()].reduce((sum, { length }) => sum + length, 0);
}

/** Waits for the last round, of every metric. */
export function waitForLast(server: LineServer, metrics: number, rounds: number): Promise<unknown> {
  const last = ` ${rounds}.000000 `;
  let [looked, found] = [0, 0];
  return waitFor(
    () => {
      const { lines } = server;
      for (; looked < lines.length; looked++) if (lines[looked]?.includes(last)) found++;
      return found === metrics;
    },
    60,
    () => `round ${rounds} of ${metrics}; ${found} of it are among ${looked} lines`,
  );
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
export function startUnderLoad(options: string, more: Partial<Load> = {}) {
  return startCarbonWriter({
    options,
    config: inOrder,
    files: reporting,
    source: load({ metrics: METRICS, ...more }),
  });
}
