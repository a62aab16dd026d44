// Native addons that use libuv's default loop, as those for serial ports and GPIO do: it is the loop of
// the worker, whose end they survive with handles that are still open.
import { expect, test } from 'vitest';
import { reported } from '../daemon/harness/reported.ts';
import { addon, before, imports, tickOften } from './addons.ts';
import { COUNTING, expectStop, startHazard } from './hazard.ts';

test('several workers, one of which is started again, and no other plugin', () => tickOften());

test('a thread of worker_threads that ends', async () => {
  const daemon = await startHazard({
    head: COUNTING,
    text: `import { Worker } from 'node:worker_threads';
const run = () => new Worker(\`const { createRequire } = require('node:module');
  let ticks = 0;
  ${addon}.tick(() => { if (++ticks === 50) process.exit(); });\`, { eval: true })
  .on('exit', () => { report('thread', 1); run(); });
run();`,
    before,
  });
  await daemon.waitFor(() => reported(daemon, 'thread').length > 3);
  await expectStop(daemon);
});

test("a thread of the addon's own, which has no worker, is warned of once", async () => {
  const daemon = await startHazard({
    head: COUNTING,
    text: `${imports}const addon = ${addon}; setInterval(() => addon.ask(), 10);`,
    before,
  });
  await daemon.waitForLog(
    /\[warning\] nodejs plugin: A native addon asks for libuv's default loop on a thread of its own/,
  );
  const log = await expectStop(daemon);
  expect(log.split("libuv's default loop on a thread").length).toBe(2);
});
