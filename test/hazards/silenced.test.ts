// stdout and stderr survive whoever destroys them, as do those of Node.
import { test } from 'vitest';
import { expectUnharmed, startHazard } from './hazard.ts';

test('modules that share the worker go on logging', async () => {
  const daemon = await startHazard({
    text: `
import { afterStart } from './start.ts';
console.log('one');
process.stdout.destroy();
process.stderr.destroy();
console.log('two');
console.error('an error');
afterStart(() => {
  console.log('four');
  process.stdout.on('close', () => console.log('five'));
  process.stdout.destroy();
});`,
    options: 'Workers 1',
  });
  for (const line of ['one', 'two', 'an error', 'four', 'five'])
    await daemon.waitForLog(new RegExp(`\\] ${line}$`, 'm'));
  await expectUnharmed(daemon);
});
