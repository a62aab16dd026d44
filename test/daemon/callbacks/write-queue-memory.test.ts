// The memory of a queue is reserved for all of WriteQueueLimit. A process with 32 bits, or one
// that may not have more, runs out of addresses first: that is an error, and no crash.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reporting, waitForReport } from '../harness/reported.ts';

// The sanitizers take more addresses than that for themselves.
const sanitized = process.env.COLLECTD_TEST_SANITIZER !== undefined;

test.skipIf(sanitized)(
  'a queue that has no room is an error of the register_write that asked for it',
  async () => {
    const daemon = await startDaemon({
      command: ['prlimit', `--as=${4 * 2 ** 30}`, '/usr/sbin/collectd'],
      config: (dir) => nodejs(dir, 'WriteQueueLimit 16777216\nImport "many"'),
      files: {
        ...reporting,
        'many.ts': `import { register_read, register_write } from 'collectd';
import { report } from './report.ts';
let refused = '';
let taken = 0;
for (let i = 0; i < 8 && refused === ''; i++) {
  try {
    register_write(() => {}, { name: 'w' + i });
    taken++;
  } catch (error) {
    refused = String(error);
  }
}
report('taken', taken);
report('refused', refused);
register_read(() => report('alive', true));
`,
      },
    });
    const [taken] = await waitForReport<number>(daemon, 'taken');
    const [refused] = await waitForReport<string>(daemon, 'refused');
    expect(taken).toBeGreaterThan(0);
    expect(refused).toMatch(
      /no address space for a queue of 16777216 value lists \(1024 MiB\): a smaller WriteQueueLimit/,
    );
    await waitForReport(daemon, 'alive');
    expect(await daemon.stop()).toMatchObject({ status: 0, signal: null });
  },
);
