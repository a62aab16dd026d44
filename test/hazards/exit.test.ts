// process.exit() ends the worker of the module that calls it, and the log says which line did.
import { expect, test } from 'vitest';
import { expectUnharmed, placeOf, startHazard } from './culprit.ts';

const culprit = `
import collectd from 'collectd';
collectd.register_read(() => {
  console.log('culprit reads');
  process.exit(3);
});`;

test('in a read callback', async () => {
  const daemon = await startHazard({ culprit });
  await daemon.waitForLog(/process\.exit\(3\)/);
  expect(daemon.log()).toContain(
    `[error] nodejs plugin: process.exit(3): ends the worker of this module, not collectd (culprit, ${placeOf(daemon, culprit, 'process.exit')}:`,
  );
  await daemon.waitForLog(/worker of culprit has ended: process\.exit\(3\)/);
  await expectUnharmed(daemon);
});

test.each(['process.exit()', 'process.reallyExit(1)'])('%s in a timer', async (call) => {
  const daemon = await startHazard({
    culprit: `setTimeout(() => { (process as any).${call.slice('process.'.length)}; }, 100);`,
  });
  await daemon.waitForLog(/worker of culprit has ended/);
  await expectUnharmed(daemon);
});
