// While a module keeps its worker, those in other workers are read, and collectd stops.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { waitForReport } from '../daemon/harness/reported.ts';
import { COUNTING, expectUnharmed, startHazard } from './hazard.ts';

test.each([
  ['a loop in a read callback', 'collectd.register_read(() => { begin(); for (;;) {} });'],
  ['a loop in a timer', 'afterStart(() => { begin(); for (;;) {} });'],
  [
    'an endless regular expression',
    `collectd.register_read(() => { begin(); /^(a+)+$/.test('a'.repeat(60) + 'b'); });`,
  ],
  [
    'promise jobs',
    `const again = (): void => void Promise.resolve().then(again);
afterStart(() => { begin(); again(); });`,
  ],
  [
    'a file operation that blocks',
    `collectd.register_read(() => { begin(); readFileSync(process.env.HOME + '/fifo'); });`,
  ],
])('%s', async (_, text) => {
  const daemon = await startHazard({
    head: COUNTING,
    text: `const begin = () => report('begins', boot);\n${text}`,
    // It is not ended before the test has ended.
    timeout: 600,
    before: (dir) => {
      execFileSync('mkfifo', [join(dir, 'fifo')]);
      return '';
    },
  });
  await waitForReport(daemon, 'begins', 45);
  const log = await expectUnharmed(daemon);
  expect(log).not.toMatch(/blocks its worker|is lost/);
});
