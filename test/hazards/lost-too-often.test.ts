// A module that loses one worker after the other stays off in the end.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reported } from '../daemon/harness/reported.ts';
import { COUNTING, largestGap, startHazard } from './hazard.ts';

test('after the third, and the others go on', { timeout: 120_000 }, async () => {
  const daemon = await startHazard({
    head: COUNTING,
    options: 'Timeout 1',
    text: `setTimeout(() => { readFileSync(process.env.HOME + '/fifo'); }, 100);`,
    before: (dir) => {
      execFileSync('mkfifo', [join(dir, 'fifo')]);
      return '';
    },
  });
  await daemon.waitForLog(/\(3 of at most 3 for a module, 3 of 8 in all\)/, 60);
  await daemon.waitForLog(
    /bad: off until collectd is started again, because too many of its workers were lost/,
    60,
  );
  const healthy = reported(daemon, 'good').length;
  await daemon.waitFor(() => reported(daemon, 'good').length > healthy + 3);
  expect(largestGap(reported(daemon, 'good'))).toBeLessThan(3);
  const ending = await daemon.stop();
  expect(ending, ending.log).toMatchObject({ status: 0, signal: null });
  expect(ending.seconds).toBeLessThan(5);
});
