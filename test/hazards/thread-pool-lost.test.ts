// A worker that is lost with hung requests: they keep its share of libuv's thread pool, and no other's.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'vitest';
import { reported, waitForReport } from '../daemon/harness/reported.ts';
import { COUNTING, expectStop, startHazard } from './hazard.ts';

const good = `import collectd from 'collectd';
import { readFile } from 'node:fs/promises';
import { report } from './report.ts';
collectd.register_read(async () => {
  await readFile('/etc/hosts');
  report('good', 1);
}, { interval: 0.2 });`;

test('the next worker has what is left, and all others go on', { timeout: 120_000 }, async () => {
  const daemon = await startHazard({
    head: COUNTING,
    text: `import { readFile, stat } from 'node:fs';
stat('/etc/hosts', () => {
  report('stat', boot);
  for (let i = 0; i < (boot === 1 ? 3 : 40); i++) readFile(process.env.HOME + '/fifo', () => {});
  afterStart(() => process.exit());
});`,
    files: { 'good.ts': good },
    before(dir) {
      execFileSync('mkfifo', [join(dir, 'fifo')]);
      return '';
    },
  });
  await waitForReport(daemon, 'stat');
  await daemon.waitForLog(/The worker of bad is lost: it does not end/, 60);
  // Three of four are taken.
  await daemon.waitFor(() => reported(daemon, 'stat').includes(2), 60);
  await daemon.waitForLog(/\(2 of at most 3 for a module/, 60);
  const reads = (): number => reported(daemon, 'good').length;
  const before = reads();
  await daemon.waitFor(() => reads() >= before + 5, 60);
  await expectStop(daemon);
});
