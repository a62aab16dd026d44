// libuv has one thread pool for the process: hung file operations of one module leave room for the others.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'vitest';
import { nodejs, startDaemon } from '../daemon/harness/index.ts';
import { reported, reporting } from '../daemon/harness/reported.ts';
import { expectStop } from './hazard.ts';

test('four hung reads of FIFOs, beside a module that reads files and resolves names', async () => {
  const daemon = await startDaemon({
    config: (dir) => {
      execFileSync('mkfifo', [join(dir, 'fifo')]);
      return nodejs(dir, 'Import "bad"\nImport "good"');
    },
    files: {
      ...reporting,
      'bad.ts': `import { readFile } from 'node:fs/promises';
import { report } from './report.ts';
for (let i = 0; i < 4; i++) readFile(process.env.HOME + '/fifo');
report('hangs', 4);`,
      'good.ts': `import collectd from 'collectd';
import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { report } from './report.ts';
collectd.register_read(async () => {
  const [text, { address }] = await Promise.all([readFile('/etc/hosts', 'utf8'), lookup('localhost')]);
  report('good', text.length > 0 && address !== '');
}, { interval: 0.2 });`,
    },
  });
  await daemon.waitFor(() => reported(daemon, 'hangs').length === 1);
  await daemon.waitFor(() => reported(daemon, 'good').length >= 5);
  await expectStop(daemon);
});
