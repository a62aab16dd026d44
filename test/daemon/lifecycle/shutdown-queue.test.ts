// The end: what the plugin has taken is written first, within one budget; what is left is counted.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Daemon, type Ending, nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const source = (count: number, meta = '{}') => `
import collectd, { Values } from 'collectd';
collectd.register_init(() => {
  for (let i = 0; i < ${count}; i++)
    new Values({ plugin: 'queued', type: 'gauge', time: 1732177000 + i, meta: ${meta} }).dispatch({ values: [i] });
});
`;

/** Comes after the slow one for each list: when it has seen the last, the slow one's queue has it. */
const probe = (count: number) => `
import collectd from 'collectd';
import { report } from './report.ts';
collectd.register_write((vl) => { if (vl.values[0] === ${count - 1}) report('queued', true); });
`;

/** A module \`slow\` with \`prelude\` and \`body\` of its write callback; stopped when it has all lists in its queue. */
async function start(count: number, body: string, lines = '', meta = '{}'): Promise<Daemon> {
  const daemon = await startDaemon({
    config: (dir) =>
      // No deadline but that of the stop, however long it takes until then.
      `WriteThreads 1\n${nodejs(dir, `Timeout 300\n${lines}\nImport "slow"\nImport "probe"\nImport "source"`)}`,
    files: {
      ...reporting,
      'source.ts': source(count, meta),
      'probe.ts': probe(count),
      'slow.ts': `
        import collectd, { type Values } from 'collectd';
        import { existsSync } from 'node:fs';
        import { setTimeout as sleep } from 'node:timers/promises';
        import { report } from './report.ts';
        const block = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
        const may_go = () => existsSync(process.env.HOME + '/go');
        const written: unknown[] = [];
        ${body}
        collectd.register_shutdown(() => report('shutdown', written));`,
    },
  });
  await waitForReport(daemon, 'queued');
  return daemon;
}

/** Asks it to stop, and lets the slow one go when collectd has begun to. */
async function stop(daemon: Daemon): Promise<Ending> {
  daemon.kill('SIGTERM');
  await daemon.waitForLog(/Exiting normally/);
  writeFileSync(join(daemon.dir, 'go'), '');
  return daemon.waitForExit();
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

test.each([
  [
    'one by one',
    `collectd.register_write(async (vl) => {
    while (!may_go()) await sleep(5);
    await sleep(2);
    written.push(vl.values[0]);
  });`,
  ],
  [
    'in batches',
    `collectd.register_write(async (lists) => {
    while (!may_go()) await sleep(5);
    await sleep(200);
    for (const vl of lists) written.push(vl.values[0]);
  }, { batch: true });`,
  ],
  [
    'by a callback that blocks',
    `collectd.register_write((vl) => {
    while (!may_go()) block(5);
    block(2);
    written.push(vl.values[0]);
  });`,
  ],
])(
  'values still queued at the stop are written, %s, before the shutdown callbacks',
  async (_, body) => {
    const daemon = await start(200, body, 'ShutdownTimeout 300');
    expect(reported(daemon, 'shutdown')).toEqual([]);
    const ending = await stop(daemon);
    expect(ending.status).toBe(0);
    expect(reported(daemon, 'shutdown')).toEqual([numbers(200)]);
    expect(ending.log).not.toContain('dropped');
  },
);

/** How many lists the log says were dropped. */
function dropped(log: string): number {
  const [, count] =
    log.match(
      /nodejs plugin: (\d+) value lists for the write callback nodejs\.slow .* were dropped at shutdown/,
    ) ?? [];
  return Number(count);
}

test('what a pending promise holds up beyond the budget is dropped, counted and logged', async () => {
  const daemon = await start(
    100,
    `collectd.register_write((vl) => {
      written.push(vl.values[0]);
      return Number(vl.values[0]) < 9 ? undefined : new Promise<void>(() => {});
    });`,
    // A fifth of it is left to the shutdown callback.
    'ShutdownTimeout 5',
  );
  const ending = await daemon.stop();
  expect(ending.status).toBe(0);
  expect(reported(daemon, 'shutdown')).toEqual([numbers(10)]);
  // The tenth was given, but never finished.
  expect(dropped(ending.log)).toBe(91);
});

test('what a busy callback does not reach is dropped, counted and logged', async () => {
  const daemon = await start(
    100,
    `collectd.register_write((vl) => { report('given', vl.values[0]); while (!may_go()) block(5); block(150); });`,
    'ShutdownTimeout 1',
  );
  const ending = await stop(daemon);
  expect(ending.signal).toBeNull();
  const given = reported(daemon, 'given').length;
  expect(given).toBeLessThan(100);
  // Those of the group that was given when it ended may count as both.
  expect(dropped(ending.log)).toBeGreaterThanOrEqual(100 - given);
  expect(dropped(ending.log)).toBeLessThanOrEqual(100 - given + 16);
});

test('lists with meta data that are dropped while their callback still runs harm nobody', async () => {
  const daemon = await start(
    500,
    `collectd.register_write((vl) => {
      while (!may_go()) block(5);
      block(30);
      const { i, text } = vl.meta;
      if (i !== vl.values[0] || text !== 'x'.repeat(100)) report('garbage', vl);
    });`,
    'ShutdownTimeout 1',
    `{ i, text: 'x'.repeat(100) }`,
  );
  const ending = await stop(daemon);
  expect(ending.signal).toBeNull();
  expect(reported(daemon, 'garbage')).toEqual([]);
});
