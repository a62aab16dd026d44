// Modules that have lost no worker do not suffer for those that others have lost.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reported, waitForReports } from '../daemon/harness/reported.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

const BLOCKING = `import collectd from 'collectd';
import { readFileSync } from 'node:fs';
collectd.register_read(() => { readFileSync(process.env.HOME + '/fifo'); }, { interval: 0.2, timeout: 1 });`;

test('its worker is started again, however many others are lost', {
  timeout: 170_000,
}, async () => {
  const daemon = await startHazard({
    text: BLOCKING,
    options: `Import "bad2"\nImport "bad3"\nImport "victim"`,
    before: (dir) => {
      execFileSync('mkfifo', [join(dir, 'fifo')]);
      return '';
    },
    files: {
      'bad2.ts': BLOCKING,
      'bad3.ts': BLOCKING,
      'victim.ts': `import collectd from 'collectd';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { report } from './report.ts';
appendFileSync(process.env.HOME + '/boots', '.');
const boot = readFileSync(process.env.HOME + '/boots').length;
collectd.register_read(() => {
  report('victim', boot);
  if (boot === 1 && /(9|1\\d) of 8 in all/.test(readFileSync(process.env.HOME + '/collectd.log', 'utf8'))) process.exit(1);
}, { interval: 0.2 });`,
    },
  });
  await daemon.waitForLog(/bad: off until collectd is started again/, 120);
  await daemon.waitFor(() => reported(daemon, 'victim').includes(2), 120);
  await waitForReports(daemon, 'victim', reported(daemon, 'victim').length + 3);
  expect(daemon.log()).not.toMatch(/victim: off until/);
  await expectUnharmed(daemon);
});
