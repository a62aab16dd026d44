// What waits survives a restart of collectd, with SpoolDir.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { quote } from '../daemon/harness/index.ts';
import { freePort, inOrder, receiver, startCarbonWriter } from './carbon-writer.ts';
import { LineServer } from './line-server.ts';
import {
  arrivals,
  countMissing,
  endLoad,
  load,
  loadFiles,
  roundsSoFar,
  startUnderLoad,
} from './load.ts';

const METRICS = 40;

function start(port: number, spool: string, more = '') {
  return startCarbonWriter({
    options: receiver(port, `SpoolDir ${quote(spool)}\nFlushInterval 0.1\n${more}`),
    config: inOrder,
    files: loadFiles,
    source: load(METRICS, 0.1),
  });
}

/** Both runs count from 1: each metric's rounds, run after run. */
function runs(lines: readonly string[]): number[][] {
  const cut = lines.findIndex((line, i) => i >= METRICS && / 1\.000000 /.test(line));
  return [lines.slice(0, cut), lines.slice(cut)].map((part) => {
    const all = [...arrivals(part).values()];
    expect(new Set(all.map(({ length }) => length)).size).toBe(1);
    return all[0] ?? [];
  });
}

const upTo = (rounds: number) => Array.from({ length: rounds }, (_, i) => i + 1);

test('a stop while Carbon is away', async () => {
  const spool = temporary();
  const port = await freePort();
  const before = await start(port, spool);
  await before.waitForLog(/cannot connect/);
  await before.waitFor(() => roundsSoFar(before) >= 10);
  const first = await endLoad(before);
  const { status, log } = await before.stop();
  expect(status).toBe(0);
  expect(log).not.toMatch(/lost|dropped/);

  const server = await LineServer.start({ port });
  const after = await start(port, spool);
  await after.waitForLog(new RegExp(`${first * METRICS} lines of the last run are in SpoolDir`));
  await after.waitFor(() => roundsSoFar(after) >= 5);
  const second = await endLoad(after);
  await server.waitForLines((first + second) * METRICS);
  expect(runs(server.lines)).toEqual([upTo(first), upTo(second)]);
  await after.stop();
  expect(server.lines).toHaveLength((first + second) * METRICS);
  expect(readdirSync(join(spool, readdirSync(spool)[0] ?? ''))).toEqual([]);
}, 120_000);

test('a collectd that is killed while Carbon is away: what a flush had seen is there', async () => {
  const spool = temporary();
  const port = await freePort();
  const before = await start(port, spool);
  await before.waitForLog(/cannot connect/);
  await before.waitFor(() => roundsSoFar(before) >= 10);
  const first = await endLoad(before);
  // Nothing comes any more: all of it is on disk soon.
  await before.waitFor(() => {
    const directory = join(spool, readdirSync(spool)[0] ?? '');
    return readdirSync(directory).length >= Math.ceil((first * METRICS) / 1000);
  });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  before.kill('SIGKILL');
  await before.waitForExit();

  const server = await LineServer.start({ port });
  const after = await start(port, spool);
  await server.waitForLines(first * METRICS + METRICS);
  expect(runs(server.lines)[0]).toEqual(upTo(first));
  await after.stop();
}, 120_000);

test('lines that found room in the last run keep it when BufferSize is smaller now', async () => {
  const spool = temporary();
  const port = await freePort();
  const before = await start(port, spool);
  await before.waitFor(() => roundsSoFar(before) >= 10);
  const first = await endLoad(before);
  expect((await before.stop()).log).not.toMatch(/lost|dropped/);

  const server = await LineServer.start({ port });
  const after = await start(port, spool, 'BufferSize 10');
  await server.waitForLines(first * METRICS + METRICS);
  expect(runs(server.lines)[0]).toEqual(upTo(first));
  await after.stop();
}, 120_000);

test('a stop when Carbon has just come back: everything is sent, with one attempt more', async () => {
  const port = await freePort();
  const daemon = await startUnderLoad(receiver(port), METRICS * 10);
  await daemon.waitForLog(/cannot connect/);
  await daemon.waitFor(() => roundsSoFar(daemon) >= 40, 40);
  const rounds = await endLoad(daemon);
  const server = await LineServer.start({ port });
  const { status, log } = await daemon.stop();
  expect(status).toBe(0);
  expect(log).not.toMatch(/lost|dropped/);
  await server.waitForLines(rounds * METRICS * 10);
  expect(countMissing(server.lines, METRICS * 10, rounds)).toBe(0);
});

test('without it the log tells how many lines are lost', async () => {
  const port = await freePort();
  const daemon = await startCarbonWriter({
    options: receiver(port),
    files: loadFiles,
    source: load(METRICS, 0.1),
  });
  await daemon.waitForLog(/cannot connect/);
  const rounds = await endLoad(daemon);
  const { status, log } = await daemon.stop();
  expect(status).toBe(0);
  expect(log).toContain(`: ${rounds * METRICS} lines are lost, because collectd stops.`);
});
