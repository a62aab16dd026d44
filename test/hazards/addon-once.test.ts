// Old addons can be loaded once in a process; the log says so, and what to do.
import { test } from 'vitest';
import { waitForReport } from '../daemon/harness/reported.ts';
import { compileAddon } from '../fixtures/addon.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

const text = `import { createRequire } from 'node:module';
import { report } from './report.ts';
createRequire('/')(process.env.HOME + '/native/once.node');
report('loaded', 1);`;

test('by a second worker', async () => {
  const daemon = await startHazard({
    options: 'Import "first"',
    text,
    files: { 'first.ts': text },
    before(dir) {
      compileAddon(dir, 'once');
      return '';
    },
  });
  await waitForReport(daemon, 'loaded');
  await daemon.waitForLog(
    /Module did not self-register: '.*\/once\.node'\. An addon with NODE_MODULE\(\) can be loaded only once in a process: give all modules that use it the same Worker; when their worker has been started again, restart collectd \((bad|first), /,
  );
  await expectUnharmed(daemon);
});
