// What waits survives a restart of collectd, with SpoolDir.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { quote } from '../daemon/harness/index.ts';
import { reporting } from '../daemon/harness/reported.ts';
import { type Endpoint, unusedEndpoint } from '../network/endpoint.ts';
import { inOrder, patient, receiver, startCarbonWriter } from './carbon-writer.ts';
import { LineServer } from './line-server.ts';
import { arrivals, countMissing, endLoad, load, startUnderLoad, waitForRounds } from './load.ts';

const METRICS = 40;

interface Options {
  more?: string;
  source?: string;
}

function start(endpoint: Endpoint, spool: string, { more = '', source }: Options = {}) {
  return startCarbonWriter({
    options: receiver(endpoint, `SpoolDir ${quote(spool)}\nFlushInterval 0.1\n${patient}${more}`),
    config: inOrder,
    files: reporting,
    source: source ?? load({ metrics: METRICS }),
  });
}

/** Dispatches nothing. */
const silence = '';

/** Of each metric the rounds up to this one, and nothing else. */
function expectRounds(lines: readonly string[], rounds: number): void {
  const all = arrivals(lines);
  expect(all.size).toBe(METRICS);
  const upTo = Array.from({ length: rounds }, (_, i) => i + 1);
  for (const [metric, numbers] of all) expect(numbers, metric).toEqual(upTo);
}

/** Whole lines in the files of the one receiver. */
function linesOnDisk(spool: string): number {
  const directory = join(spool, readdirSync(spool)[0] ?? '');
  const files = readdirSync(directory).map((name) => readFileSync(join(directory, name), 'utf8'));
  return files.join('').split('\n').length - 1;
}

test('a stop while Carbon is away', async () => {
  const spool = temporary();
  const endpoint = await unusedEndpoint('tcp');
  const before = await start(endpoint, spool);
  await before.waitForLog(/cannot connect/);
  await waitForRounds(before, 10);
  const first = await endLoad(before);
  const { status, log } = await before.stop();
  expect(status).toBe(0);
  expect(log).not.toMatch(/lost|dropped/);

  const server = await LineServer.start({ at: endpoint });
  const after = await start(endpoint, spool);
  await after.waitForLog(new RegExp(`${first * METRICS} lines of the last run are in SpoolDir`));
  await waitForRounds(after, 5);
  const second = await endLoad(after);
  await server.waitForLines((first + second) * METRICS);
  await after.stop();
  // Both runs count from 1.
  expectRounds(server.lines.slice(0, first * METRICS), first);
  expectRounds(server.lines.slice(first * METRICS), second);
  expect(readdirSync(join(spool, readdirSync(spool)[0] ?? ''))).toEqual([]);
}, 120_000);

test('a collectd that is killed while Carbon is away: what a flush had seen is there', async () => {
  const spool = temporary();
  const endpoint = await unusedEndpoint('tcp');
  const before = await start(endpoint, spool);
  await before.waitForLog(/cannot connect/);
  await waitForRounds(before, 10);
  const first = await endLoad(before);
  await expect.poll(() => linesOnDisk(spool)).toBe(first * METRICS);
  before.kill('SIGKILL');
  await before.waitForExit();

  const server = await LineServer.start({ at: endpoint });
  const after = await start(endpoint, spool, { source: silence });
  await server.waitForLines(first * METRICS);
  await after.stop();
  expectRounds(server.lines, first);
}, 120_000);

test('lines that found room in the last run keep it when BufferSize is smaller now', async () => {
  const spool = temporary();
  const endpoint = await unusedEndpoint('tcp');
  const before = await start(endpoint, spool);
  await waitForRounds(before, 10);
  const first = await endLoad(before);
  expect((await before.stop()).log).not.toMatch(/lost|dropped/);

  const server = await LineServer.start({ at: endpoint });
  const after = await start(endpoint, spool, { more: 'BufferSize 10', source: silence });
  await server.waitForLines(first * METRICS);
  await after.stop();
  expectRounds(server.lines, first);
}, 120_000);

test('a stop when Carbon has just come back: everything is sent, with one attempt more', async () => {
  const endpoint = await unusedEndpoint('tcp');
  const daemon = await startUnderLoad(receiver(endpoint, patient), { metrics: METRICS * 10 });
  await daemon.waitForLog(/cannot connect/);
  await waitForRounds(daemon, 40);
  const rounds = await endLoad(daemon);
  const server = await LineServer.start({ at: endpoint });
  const { status, log } = await daemon.stop(60);
  expect(status).toBe(0);
  expect(log).not.toMatch(/lost|dropped/);
  await server.waitForLines(rounds * METRICS * 10);
  expect(countMissing(server.lines, METRICS * 10, rounds)).toBe(0);
}, 120_000);

test('without it the log tells how many lines are lost', async () => {
  const endpoint = await unusedEndpoint('tcp');
  const daemon = await startCarbonWriter({
    options: receiver(endpoint),
    files: reporting,
    source: load({ metrics: METRICS }),
  });
  await daemon.waitForLog(/cannot connect/);
  const rounds = await endLoad(daemon);
  const { status, log } = await daemon.stop();
  expect(status).toBe(0);
  expect(log).toContain(`: ${rounds * METRICS} lines are lost, because collectd stops.`);
});
