// A loop that dispatches without end, and never lets its event loop turn.
import { expect, test } from 'vitest';
import { waitForReport } from '../daemon/harness/reported.ts';
import { COUNTING, expectUnharmed, startHazard } from './hazard.ts';

test('the log names the line, and collectd keeps its memory', async () => {
  const daemon = await startHazard({
    head: COUNTING,
    text: `const vl = new Values({ plugin: 'flood', type: 'gauge' });
let failed = 0;
afterStart(async () => {
  if (boot > 1) return;
  for (let i = 0; i < 3e6; i++)
    try { vl.dispatch({ values: [i] }); } catch (error) {
      if (failed++ === 0) report('thrown', [i, (error as { code: string }).code]);
      if (failed > 100) break;
      await null;
    }
  report('over', failed);
});`,
    timeout: 60,
    // collectd throws the lists away, or they would all be in memory.
    after: `<Chain "PreCache">
  <Target "stop">
  </Target>
</Chain>`,
  });
  expect(await waitForReport(daemon, 'thrown')).toEqual([[2 ** 20, 'ERR_COLLECTD_QUEUE_FULL']]);
  await waitForReport(daemon, 'over');
  expect(daemon.log()).toMatch(
    /\[error\] nodejs plugin: 1048576 value lists were dispatched within one turn of the event loop, the last ones at \S+\/bad\.ts:10:\d+\./,
  );
  expect(daemon.log().match(/within one turn of the event loop/g)).toHaveLength(1);
  await expectUnharmed(daemon);
});
