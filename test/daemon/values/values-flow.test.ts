// Many values through the whole pipeline: dispatch(), collectd's queue and write threads, write callbacks.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const series = 1000;

/** Dispatches as fast as it can, in groups, so that its worker stays alive for the rest. */
const source = (rounds: number) => `
import { Values } from 'collectd';
const now = Math.floor(Date.now() / 1000);
let round = 0;
function dispatch_round(): void {
  for (let i = 0; i < ${series}; i++)
    new Values({ type: 'derive', plugin: 'flow', type_instance: 's' + i, time: now + round })
      .dispatch({ values: [round] });
  if (++round < ${rounds}) setImmediate(dispatch_round);
}
setTimeout(dispatch_round, 0);
`;

const rounds = 200;
const total = series * rounds;

/** Each value must be the next one of its series; the sum at the end finds what came after that. */
const count = `
import collectd, { type Values } from 'collectd';
import { report } from './report.ts';
const next = new Map<string, number>();
let received = 0;
let wrong = 0;
function count(vl: Values): void {
  if (vl.plugin !== 'flow') return;
  const expected = next.get(vl.type_instance) ?? 0;
  if (vl.values[0] !== expected) wrong++;
  next.set(vl.type_instance, expected + 1);
  if (++received === ${total}) report('complete', NAME);
}
collectd.register_shutdown(() => report('end', [NAME, received, wrong, next.size]));
`;

const writers = {
  each: `collectd.register_write((vl) => count(vl));`,
  batch: `collectd.register_write((lists) => lists.forEach(count), { batch: true });`,
  async_each: `collectd.register_write(async (vl) => {
    await (received % 1000 === 0 ? new Promise((resolve) => setTimeout(resolve, 1)) : undefined);
    count(vl);
  });`,
  async_batch: `collectd.register_write(async (lists) => {
    await new Promise((resolve) => setImmediate(resolve));
    lists.forEach(count);
  }, { batch: true });`,
};

test('200,000 values of 1,000 series: none lost, none twice, in order', {
  timeout: 120_000,
}, async () => {
  const files: Record<string, string> = { ...reporting, 'source.ts': source(rounds) };
  for (const [name, text] of Object.entries(writers))
    files[`${name}.ts`] = `const NAME = '${name}';\n${count}\n${text}\n`;
  const names = Object.keys(writers);
  const imports = [...names, 'source'].map((name) => `Import "${name}"`).join('\n');
  const daemon = await startDaemon({
    // Room for all: how fast the writers are depends on the machine.
    config: (dir) => `WriteThreads 1\n${nodejs(dir, `WriteQueueLimit ${total}\n${imports}`)}`,
    files,
  });
  await daemon.waitFor(() => reported(daemon, 'complete').length === names.length, 90);
  const ending = await daemon.stop();
  expect(ending.status).toBe(0);
  expect(reported(daemon, 'end').sort()).toEqual(
    names.map((name) => [name, total, 0, series]).sort(),
  );
  expect(ending.log).not.toMatch(/dropped|too old|left after/);
});

const few = 50;
const sent = series * few;

const bitmap = `
import collectd from 'collectd';
import { report } from './report.ts';
const seen = new Uint8Array(${sent});
let received = 0;
collectd.register_write((vl) => {
  if (vl.plugin !== 'flow') return;
  const index = Number(vl.type_instance.slice(1)) * ${few} + Number(vl.values[0]);
  seen[index] = (seen[index] ?? 0) + 1;
  if (++received === ${sent}) report('complete', 'bitmap');
});
collectd.register_shutdown(() => report('end', [received, seen.every((times) => times === 1)]));
`;

test('with five write threads none is lost and none comes twice either', {
  timeout: 120_000,
}, async () => {
  const daemon = await startDaemon({
    // All of it has room in the queue: a full one drops what comes while the worker has no turn.
    config: (dir) => nodejs(dir, `WriteQueueLimit ${2 * sent}\nImport "bitmap"\nImport "source"`),
    files: { ...reporting, 'source.ts': source(few), 'bitmap.ts': bitmap },
  });
  await waitForReport(daemon, 'complete', 90);
  const ending = await daemon.stop();
  expect(ending.status).toBe(0);
  expect(reported(daemon, 'end')).toEqual([[sent, true]]);
  expect(ending.log).not.toContain('dropped');
});
