// Loops that dispatch without end, and let the event loop turn: collectd's own queue does not grow with them,
// and all other writers get what comes.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { csv } from '../daemon/harness/index.ts';
import { reported, waitForReport } from '../daemon/harness/reported.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

const head = `
import collectd, { Values } from 'collectd';
import { report } from './report.ts';
import { afterStart } from './start.ts';
const vl = new Values({ plugin: 'flood', type: 'gauge', values: [1] });
let refused = 0;
function dispatch(): void {
  try { vl.dispatch(); } catch (error) { if (refused++ === 0) report('refused', (error as { code: string }).code); }
}
`;

const loops = {
  immediates: `afterStart(() => {
  const go = (): void => { for (let i = 0; i < 20_000 && refused === 0; i++) dispatch(); if (refused === 0) setImmediate(go); };
  go();
});`,
  'a write callback that dispatches two for one': `
collectd.register_write((got) => { if (got.plugin === 'flood') { dispatch(); dispatch(); } });
afterStart(dispatch);`,
};

const MOST_MIB = 1024;

test.each(Object.entries(loops))('%s', async (_, loop) => {
  const daemon = await startHazard({
    text: head + loop,
    timeout: 60,
    before: csv,
    files: {
      'good.ts': `import { register_read, Values } from 'collectd';
import { report } from './report.ts';
const vl = new Values({ plugin: 'good', type: 'gauge' });
let count = 0;
register_read(() => { report('good', ++count); vl.dispatch({ values: [count] }); }, { interval: 0.2 });`,
    },
  });
  expect(await waitForReport(daemon, 'refused', 60)).toEqual(['ERR_COLLECTD_QUEUE_FULL']);
  expect(daemon.log()).toMatch(
    /\[error\] nodejs plugin: \d+ value lists that were dispatched wait in collectd, the last ones at \S+\/bad\.ts:8:\d+\./,
  );
  const memory = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${daemon.pid}/status`, 'utf8'))?.[1];
  expect(Number(memory) / 1024).toBeLessThan(MOST_MIB);
  // What was read after it still comes to csv.
  const now = reported<number>(daemon, 'good').at(-1) as number;
  await daemon.waitFor(() => Number(daemon.csv('good/gauge').at(-1)?.values[0]) >= now, 60);
  await expectUnharmed(daemon);
});
