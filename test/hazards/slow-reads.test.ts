// Reads and flushes that only wait for something: collectd's read threads do not wait with them.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../daemon/harness/index.ts';
import { reported, reporting, waitForReports } from '../daemon/harness/reported.ts';
import { expectUnharmed, GOOD, startHazard } from './hazard.ts';

/** Seconds between two reads of the healthy module, at most. */
function largestGap(times: readonly number[]): number {
  return Math.max(...times.slice(1).map((time, i) => time - (times[i] as number))) / 1000;
}

const head = `import collectd from 'collectd';
import { report } from './report.ts';
let runs = 0;
setInterval(() => { if (runs > 100) report('many', runs); }, 500);
const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
`;

test('200 reads', async () => {
  const daemon = await startHazard({
    head,
    text: `for (let i = 0; i < 200; i++)
  collectd.register_read(() => { runs++; return wait(150); }, { name: 'r' + i, interval: 1 });`,
    before: 'ReadThreads 1',
  });
  await waitForReports(daemon, 'many', 3);
  // If the thread waited for each, they would take 20 s.
  expect(largestGap(reported<number>(daemon, 'good'))).toBeLessThan(8);
  await expectUnharmed(daemon);
});

test('20 flush callbacks that collectd calls each second', async () => {
  const daemon = await startDaemon({
    config: (dir) =>
      `ReadThreads 1\n${nodejs(dir, 'Import "bad"\nImport "good"').replace(
        'LoadPlugin nodejs\n',
        '<LoadPlugin nodejs>\n  FlushInterval 1\n</LoadPlugin>\n',
      )}`,
    files: {
      ...reporting,
      'bad.ts': `${head}for (let i = 0; i < 20; i++)
  collectd.register_flush(() => { runs++; return wait(900); }, { name: 'f' + i });`,
      'good.ts': GOOD,
    },
  });
  await waitForReports(daemon, 'many', 3);
  // If the thread waited for each, they would take 18 s.
  expect(largestGap(reported<number>(daemon, 'good'))).toBeLessThan(8);
  await expectUnharmed(daemon);
});
