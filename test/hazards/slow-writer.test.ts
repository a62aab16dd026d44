// A writer that does not keep up. Whoever else is written to gets everything, soon.
import { expect, test } from 'vitest';
import { readCsv } from '../daemon/harness/csv.ts';
import { csv } from '../daemon/harness/index.ts';
import { reported, waitForReport } from '../daemon/harness/reported.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

/** One by one, as fast as collectd takes them. */
const source = (lists: number) => `import collectd, { Values } from 'collectd';
import { report } from './report.ts';
let done = false;
collectd.register_read(() => {
  if (done) return;
  done = true;
  const vl = new Values({ plugin: 'fed', type: 'derive' });
  for (let i = 0; i < ${lists}; i++) vl.dispatch({ values: [i], time: 1e9 + i });
  report('sent', ${lists});
});`;

test.each([
  [8, 10, 6000],
  [1000, 10, 6000],
  [1000, 100, 6000],
  [1000, 1000, 6000],
  [8, 10_000, 6000],
  [65_536, 1000, 90_000],
])('a queue of %i, a writer of %i lists a second, %i lists', async (limit, rate, lists) => {
  const daemon = await startHazard({
    head: `import collectd from 'collectd';
import { report } from './report.ts';`,
    text: `
collectd.register_write((vl) => {
  if (vl.plugin !== 'fed') return;
  const until = performance.now() + ${1000 / rate};
  while (performance.now() < until) {}
  report('slow', vl.values[0]);
});`,
    options: `WriteQueueLimit ${limit}\nImport "source"\nImport "fast"`,
    before: (dir) => `${csv(dir)}`,
    files: {
      'source.ts': source(lists),
      'fast.ts': `import collectd from 'collectd';
import { report } from './report.ts';
let got = 0;
collectd.register_write((lists) => {
  got += lists.filter((vl) => vl.plugin === 'fed').length;
  if (got === ${lists}) report('fast', got);
}, { batch: true, name: 'fast' });`,
    },
  });
  await waitForReport(daemon, 'sent');
  // At its own pace the slow one would need a minute and more, but for the fastest.
  await daemon.waitFor(() => readCsv(daemon.dir, 'fed/derive').length === lists, 45);
  await daemon.waitForLog(
    new RegExp(
      `\\d+ value lists for the write callback nodejs\\.bad .* were dropped: its queue of ${limit} is full and it does not keep up`,
    ),
    45,
  );
  expect(reported(daemon, 'slow').length).toBeGreaterThan(0);
  await expectUnharmed(daemon);
});

/** A burst each second, the next one when the last one has been written or dropped. */
const bursts = (lists: number) => `import collectd, { Values } from 'collectd';
import { existsSync, rmSync } from 'node:fs';
const go = process.env.HOME + '/go';
const vl = new Values({ plugin: 'fed', type: 'derive' });
let at = 1e9;
collectd.register_read(() => {
  if (!existsSync(go)) return;
  rmSync(go);
  for (let i = 0; i < ${lists}; i++) vl.dispatch({ values: [i], time: at++ });
}, { interval: 0.2 });`;

test('a burst of one and a half times the queue into a fast writer loses nothing', async () => {
  const lists = 12_288;
  const daemon = await startHazard({
    head: `import collectd from 'collectd';
import { writeFileSync } from 'node:fs';
import { report } from './report.ts';
let got = 0, lost = 0;
const go = () => { got = 0; lost = collectd.dropped(); writeFileSync(process.env.HOME + '/go', ''); };
collectd.register_init(go);`,
    // On a busy machine the worker may have no turn for longer than a list may wait: one burst of
    // several decides.
    text: `
collectd.register_write((vl) => { if (vl.plugin === 'fed') got++; });
collectd.register_read(() => {
  const all = got + collectd.dropped() - lost;
  if (all < ${lists}) return;
  report('burst', got);
  go();
}, { interval: 0.2 });`,
    options: 'WriteQueueLimit 8192\nImport "source"',
    before: 'WriteThreads 1',
    files: { 'source.ts': bursts(lists) },
  });
  await daemon.waitFor(() => reported(daemon, 'burst').includes(lists), 60);
  await expectUnharmed(daemon);
});

test('the callback chooses what a full queue drops, and can read how much it was', async () => {
  const daemon = await startHazard({
    head: `import collectd from 'collectd';
import { report } from './report.ts';`,
    text: `
let open: () => void = () => {};
const waits = new Promise<void>((done) => { open = done; });
const keeper = (name: string) => async (vl: collectd.Values) => {
  if (vl.plugin !== 'fed') return;
  report(name, vl.values[0]);
  await waits;
};
collectd.register_write(keeper('newest'), { name: 'newest', full: 'newest' });
collectd.register_write(keeper('oldest'), { name: 'oldest', full: 'oldest' });
setInterval(() => {
  const lost = [collectd.dropped('nodejs.newest'), collectd.dropped('nodejs.oldest')];
  if (Math.min(...lost) < 800) return;
  report('dropped', lost);
  open();
}, 50);`,
    options: 'WriteQueueLimit 100\nImport "source"',
    before: 'WriteThreads 1',
    files: { 'source.ts': source(1000) },
  });
  const last = 999;
  // They take turns: one may be through before the other.
  await daemon.waitFor(
    () => reported(daemon, 'oldest').at(-1) === last && reported(daemon, 'newest').length >= 100,
    45,
  );
  // The first one was in hand; a part may have been, too.
  const [newest, oldest] = [reported<number>(daemon, 'newest'), reported<number>(daemon, 'oldest')];
  expect(newest.slice(0, 100)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  expect(oldest.slice(-100)).toEqual(Array.from({ length: 100 }, (_, i) => last - 99 + i));
  expect(oldest[0]).toBe(0);
  await expectUnharmed(daemon);
});
