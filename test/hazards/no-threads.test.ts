// A limit of tasks that leaves no room for the threads of Node.js: libuv and V8 would end collectd.
import { expect, test } from 'vitest';
import type { DaemonOptions } from '../daemon/harness/index.ts';
import { nodejs, runDaemon } from '../daemon/harness/index.ts';
import { waitForReport } from '../daemon/harness/reported.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

/** A user of this test's own: RLIMIT_NPROC counts all that it has. */
const USER = 100_000 + process.pid;

/** collectd as a user that may have so many tasks. */
function limited(tasks: number): Partial<DaemonOptions> {
  const start = `chown -R ${USER} "$HOME" && exec setpriv --reuid=${USER} --clear-groups prlimit --nproc=${tasks} "$@"`;
  return { command: ['sh', '-c', start, 'sh', '/usr/sbin/collectd'] };
}

const text = `import { readFile } from 'node:fs/promises';
import { report } from './report.ts';
const read = async () => report('read', await readFile('/etc/hostname', 'utf8'));
`;
const head = "import { afterStart } from './start.ts';\n";

const describeLimit = (tasks: number): string =>
  `\\d+ threads are needed and \\d+ can be made: the user ${USER} may have ${tasks} tasks \\(RLIMIT_NPROC\\); raise LimitNPROC in collectd's systemd unit, or ulimit -u\\.`;

// RLIMIT_NPROC does not hold for root, and only root may become another user.
const asRoot = test.skipIf(process.getuid?.() !== 0);

asRoot('the start is refused', async () => {
  const { status, log } = await runDaemon({
    ...limited(12),
    config: (dir) => nodejs(dir, 'Import "idle"'),
    files: { 'idle.ts': '' },
  });
  expect(log).toMatch(new RegExp(`\\[error\\] nodejs plugin: ${describeLimit(12)}\n`));
  expect(status).toBe(1);
});

asRoot('with a few, the pool is smaller', async () => {
  const daemon = await startHazard({ head, text: `${text}afterStart(read);`, daemon: limited(28) });
  await waitForReport(daemon, 'read');
  expect(daemon.log()).toMatch(
    new RegExp(
      `\\[warning\\] nodejs plugin: ${describeLimit(28)} libuv's thread pool has \\d+ threads instead of 12,`,
    ),
  );
  await expectUnharmed(daemon);
});

const taker = `import { Worker } from 'node:worker_threads';
const refused = () => new Promise((resolve) => {
  for (let i = 0; i < 40; i++)
    try {
      new Worker('setInterval(() => {}, 1000)', { eval: true }).on('error', resolve);
    } catch (error) {
      resolve(error);
    }
});
`;

asRoot('the pool is there before a module takes all others', async () => {
  const daemon = await startHazard({
    head,
    text: `${text}${taker}afterStart(async () => {
  report('refused', String(await refused()));
  await read();
});`,
    daemon: limited(44),
  });
  expect(await waitForReport(daemon, 'refused')).toEqual([expect.stringMatching(/EAGAIN|INIT/)]);
  await waitForReport(daemon, 'read');
  await expectUnharmed(daemon);
});
