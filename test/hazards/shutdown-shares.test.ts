// Many shutdown callbacks that hang: another module's has its part of the time all the same.
import { expect, test } from 'vitest';
import { reported } from '../daemon/harness/reported.ts';
import { startHazard } from './hazard.ts';

test('300 of one module leave another one half of the time', async () => {
  const daemon = await startHazard({
    head: `import collectd from 'collectd';\n`,
    text: `for (let i = 0; i < 300; i++) collectd.register_shutdown(() => new Promise<void>(() => {}));`,
    options: 'ShutdownTimeout 8\nImport "first"',
    after: '<Plugin nodejs>\nImport "keeper"\n</Plugin>',
    files: {
      'first.ts': '',
      'keeper.ts': `import collectd from 'collectd';
import { report } from './report.ts';
collectd.register_shutdown(async () => {
  await new Promise((done) => setTimeout(done, 300));
  report('kept', true);
});`,
    },
  });
  await daemon.waitForLog(/Initialization complete/);
  const ending = await daemon.stop(60);
  expect(ending.signal).toBeNull();
  expect(reported(daemon, 'kept')).toEqual([true]);
});
