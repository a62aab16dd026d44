// A module that loses one worker after the other stays off in the end.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'vitest';
import { COUNTING, expectUnharmed, startHazard } from './hazard.ts';

test('after the third, and the others go on', { timeout: 120_000 }, async () => {
  const daemon = await startHazard({
    head: COUNTING,
    text: `collectd.register_read(() => { readFileSync(process.env.HOME + '/fifo'); }, { timeout: 1 });`,
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
  await expectUnharmed(daemon);
});
