// A flush callback that flushes everybody, itself too.
import { expect, test } from 'vitest';
import { reported, waitForReports } from '../daemon/harness/reported.ts';
import { COUNTING, expectUnharmed, startHazard } from './hazard.ts';

test.each([
  ['at once', 'collectd.flush();'],
  ['after an await', 'await null; collectd.flush();'],
])('%s: it throws in the end, and the worker goes on', async (_, text) => {
  const daemon = await startHazard({
    head: COUNTING,
    text: `let flushes = 0;
collectd.register_flush(async () => { report('flushes', ++flushes); ${text} });`,
  });
  await daemon.waitForLog(/Initialization complete/);
  daemon.kill('SIGUSR1');
  await daemon.waitForLog(
    /Unhandled nodejs exception in flush callback: Error: flush: 8 flushes have led to this one; a flush callback must not flush itself/,
    45,
  );
  const before = reported(daemon, 'bad').length;
  await waitForReports(daemon, 'bad', before + 3);
  // One more than the depth: the first one sees that contexts have to be told apart.
  expect(reported(daemon, 'flushes').length).toBeLessThan(12);
  await expectUnharmed(daemon);
});
