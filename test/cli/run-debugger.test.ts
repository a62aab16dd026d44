// `run` under a debugger: it halts as long as one likes, and ends when it is asked to.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { waitFor } from '../daemon/harness/index.ts';
import { program } from './command.ts';
import { Debugger } from './inspector.ts';

test('halted at a breakpoint, it ends on SIGTERM after the debugger has left', async () => {
  const dir = temporary({
    'x.ts': `import collectd from 'collectd';
collectd.register_read(() => {
  debugger;
});`,
  });
  const args = ['run', '--interval', '0.2', '--timeout', '1', `${dir}/x.ts`];
  const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', program, ...args]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const url = await waitFor(() => /ws:\S+/.exec(stderr)?.[0]);
  const user = await Debugger.connect(url);
  const worker = await user.attachToWorker();
  worker('Debugger.enable');
  await waitFor(() => user.heard('Debugger.paused'));
  user.leave();
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  // The limit of 1 s, after which a plugin that hangs is ended, does not count here.
  expect(await closed).toEqual([null, 'SIGKILL']);
  expect(stderr).toContain(
    `collectd-nodejs: ${dir}/x.ts did not stop within 4 s, and was ended.\n`,
  );
});
