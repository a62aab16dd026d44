// More log messages than a log callback can take.
import { expect, test } from 'vitest';
import { reported, waitForReports } from '../daemon/harness/reported.ts';
import { COUNTING, expectUnharmed, startHazard } from './hazard.ts';

test('it gets messages, and the notice that some are missing only now and then; its worker goes on', async () => {
  const began = performance.now();
  const daemon = await startHazard({
    head: COUNTING,
    text: `collectd.register_log((_, message) => {
  const until = performance.now() + 1;
  while (performance.now() < until) {}
  if (message.startsWith('line ')) report('lines', message);
  else if (message.includes('were dropped')) report('notices', message);
});`,
    options: 'Import "flood"',
    files: {
      'flood.ts': `import collectd from 'collectd';
let line = 0;
setInterval(() => { for (let i = 0; i < 500; i++) collectd.info('line ' + line++); }, 20);`,
    },
  });
  // The oldest go: the first ones that it gets after the first notice are later ones.
  await waitForReports(daemon, 'notices', 1);
  const before = reported(daemon, 'lines').length;
  await waitForReports(daemon, 'lines', before + 2000);
  // Reads of the worker go on meanwhile.
  await waitForReports(daemon, 'bad', reported(daemon, 'bad').length + 3);
  const seconds = (performance.now() - began) / 1000;
  expect(reported(daemon, 'notices').length).toBeLessThanOrEqual(2 + seconds / 10);
  expect(daemon.log()).not.toMatch(/blocks its worker/);
  await expectUnharmed(daemon);
});
