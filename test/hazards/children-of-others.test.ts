// Children of other plugins are collected as if SIGCHLD were ignored, and one whose
// status somebody else took is not waited for for ever.
import { expect, test } from 'vitest';
import { reported, waitForReport } from '../daemon/harness/reported.ts';
import { nativePlugin } from '../daemon/native/plugin.ts';
import { expectUnharmed, startHazard } from './hazard.ts';
import { zombies } from './zombies.ts';

test('a C plugin that relies on SIG_IGN leaves no zombies', async () => {
  const text = `
import { spawn } from 'node:child_process';
import collectd from 'collectd';
import { report } from './report.ts';
import { afterStart } from './start.ts';
collectd.register_read(() => new Promise<void>((done) => {
  spawn('sh', ['-c', 'exit 3']).on('exit', (code) => { report('code', code); done(); });
}));
// Ends while its worker is busy: it must still get its status.
afterStart(() => {
  const child = spawn('sh', ['-c', 'exit 4']);
  child.on('exit', (code) => report('late', code));
  for (const end = Date.now() + 6000; Date.now() < end; );
});`;
  const daemon = await startHazard({ text, before: (dir) => nativePlugin(dir, 'forker') });
  await daemon.waitForLog(/forker: /);
  expect(await waitForReport(daemon, 'late', 45)).toEqual([4]);
  await daemon.waitFor(() => (daemon.log().match(/forker: /g)?.length ?? 0) >= 8, 45);
  expect(new Set(reported(daemon, 'code'))).toEqual(new Set([3]));
  expect(daemon.log()).not.toMatch(/\[error\] forker/);
  // Three a second end; those of the last few seconds may still be there, but not for ever.
  const first = zombies(daemon.pid);
  await daemon.waitFor(() => !first.some((pid) => zombies(daemon.pid).includes(pid)), 45);
  await expectUnharmed(daemon);
});

test('a status that another plugin took ends in an error event', async () => {
  const text = `
import { execFile, spawn } from 'node:child_process';
import { report } from './report.ts';
import { afterStart } from './start.ts';
afterStart(() => {
  spawn('sh', ['-c', 'exit 3'])
    .on('exit', (code) => report('exit', code))
    .on('error', (error) => report('error', (error as any).code));
  execFile('true', (error) => report('execFile', (error as any)?.code ?? 'right'));
});`;
  const daemon = await startHazard({ text, before: (dir) => nativePlugin(dir, 'thief') });
  await daemon.waitFor(
    () => reported(daemon, 'error').length + reported(daemon, 'exit').length > 0,
    45,
  );
  // Whoever comes first gets it; both ways are told of, and right.
  expect([...reported(daemon, 'error'), ...reported(daemon, 'exit')]).toEqual([
    reported(daemon, 'error').length > 0 ? 'ESRCH' : 3,
  ]);
  expect(['ESRCH', 'right']).toContain((await waitForReport(daemon, 'execFile'))[0]);
  await expectUnharmed(daemon);
});
