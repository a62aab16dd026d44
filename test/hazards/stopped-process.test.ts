// The whole process is stopped for longer than the deadlines of what goes on: no call is overdue for it.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { waitForReport, waitForReports } from '../daemon/harness/reported.ts';
import { COUNTING, expectUnharmed, startHazard } from './hazard.ts';

test('after SIGSTOP no callback is overdue, and no worker blocked', async () => {
  const daemon = await startHazard({
    head: COUNTING,
    text: `const begun = (what: string) => { report('begun', what); };
let reads = 0;
// More than what is due when the process goes on.
const pause = async () => { for (let i = 0; i < 10; i++) await new Promise((done) => setTimeout(done, 200)); };
collectd.register_read(async () => { if (++reads > 1) return; begun('read'); await pause(); report('ended', 'read'); }, { name: 'slow', timeout: 6, interval: 0.5 });
let writes = 0;
collectd.register_read(() => { new Values({ plugin: 'any', type: 'gauge' }).dispatch({ values: [1] }); }, { name: 'source', interval: 0.5 });
collectd.register_write(async () => { if (++writes > 1) return; begun('write'); await pause(); report('ended', 'write'); });`,
    timeout: 6,
  });
  await waitForReports(daemon, 'begun', 2);
  await waitForReport(daemon, 'good');
  daemon.kill('SIGSTOP');
  // biome-ignore lint/plugin: longer than the deadlines; nothing happens meanwhile.
  execFileSync('sleep', ['9']);
  daemon.kill('SIGCONT');
  await waitForReports(daemon, 'ended', 2);
  const log = await expectUnharmed(daemon);
  expect(log).not.toMatch(/has not finished within|blocks its worker|is lost|has not answered/);
});
