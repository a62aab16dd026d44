// Children of a module have none of collectd's sockets and files.
import { readdirSync, readlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { waitForReport } from '../daemon/harness/reported.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

test('a detached child has only what its parent gives it', async () => {
  const daemon = await startHazard({
    head: `import collectd from 'collectd';
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { report } from './report.ts';
import { afterStart } from './start.ts';`,
    text: `
afterStart(() => {
  const child = spawn('sleep', ['60'], { detached: true, stdio: ['ignore', openSync('/dev/null', 'w'), 'ignore', openSync('/dev/zero', 'r')] });
  child.unref();
  report('child', child.pid);
});`,
    before: (dir) => `LoadPlugin unixsock
<Plugin unixsock>
  SocketFile "${dir}/sock"
</Plugin>
LoadPlugin network
<Plugin network>
  Listen "127.0.0.1" "0"
</Plugin>`,
  });
  const [pid] = await waitForReport<number>(daemon, 'child');
  const directory = `/proc/${pid}/fd`;
  // libuv's child has become the program when its name says so.
  await daemon.waitFor(() => readlinkSync(`/proc/${pid}/exe`).endsWith('sleep'));
  const files = readdirSync(directory).map((fd) => [fd, readlinkSync(`${directory}/${fd}`)]);
  process.kill(pid, 'SIGKILL');
  expect(files).toEqual([
    ['0', '/dev/null'],
    ['1', '/dev/null'],
    ['2', '/dev/null'],
    ['3', '/dev/zero'],
  ]);
  await expectUnharmed(daemon);
});
