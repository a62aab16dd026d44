// Signals stay collectd's, whatever a module listens for or sends.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startDaemon } from '../daemon/harness/index.ts';
import { reported, waitForReport } from '../daemon/harness/reported.ts';
import { expectUnharmed, locationOf, startHazard } from './hazard.ts';

/** Which signals a process ignores and catches. */
function dispositions(pid: number): { ignored: bigint; caught: bigint } {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const mask = (name: string) => BigInt(`0x${new RegExp(`${name}:\\s*(\\w+)`).exec(status)?.[1]}`);
  return { ignored: mask('SigIgn'), caught: mask('SigCgt') };
}

const CHLD = 1n << 16n;
/** libc's own, for setuid() in all threads. */
const INTERNAL = (1n << 31n) | (1n << 32n);
const names = ['SIGTERM', 'SIGINT', 'SIGUSR1', 'SIGCHLD', 'SIGPIPE', 'SIGHUP', 'SIGUSR2'];

const listening = `
import collectd from 'collectd';
import { report } from './report.ts';
collectd.register_flush(() => report('flushed', true));
collectd.register_shutdown(() => report('shutdown', true));
${names.map((name) => `process.on('${name}', () => report('heard', '${name}'));`).join('\n')}
process.once('SIGTERM', () => {}).off('SIGTERM', () => {}).removeAllListeners('SIGUSR1');`;

test('a listener has no effect and is logged; SIGUSR1 flushes, SIGPIPE is ignored', async () => {
  const plain = await startDaemon({ config: 'LoadPlugin load' });
  await plain.waitForLog(/Initialization complete/);
  const without = dispositions(plain.pid);
  const daemon = await startHazard({ text: listening });
  await waitForReport(daemon, 'good');
  const { ignored, caught } = dispositions(daemon.pid);
  // SIGCHLD is libuv's: ignored without the plugin.
  expect(ignored | CHLD).toBe(without.ignored | CHLD);
  expect((caught | INTERNAL) & ~CHLD).toBe((without.caught | INTERNAL) & ~CHLD);
  for (const name of names)
    expect(daemon.log()).toContain(
      `(bad, ${locationOf(daemon, listening, `process.on('${name}'`)}:9)`,
    );
  expect(daemon.log()).toContain(
    "process.on('SIGTERM'): has no effect: signals belong to collectd; use register_shutdown",
  );
  daemon.kill('SIGUSR1');
  await waitForReport(daemon, 'flushed');
  daemon.kill('SIGUSR1');
  await daemon.waitFor(() => reported(daemon, 'flushed').length === 2);
  daemon.kill('SIGPIPE');
  await expectUnharmed(daemon);
  expect(reported(daemon, 'shutdown')).toEqual([true]);
  expect(reported(daemon, 'heard')).toEqual([]);
});

test('SIGINT stops collectd as SIGTERM does', async () => {
  const daemon = await startHazard({ text: listening });
  await waitForReport(daemon, 'good');
  daemon.kill('SIGINT');
  expect(await daemon.waitForExit()).toMatchObject({ status: 0, signal: null });
  expect(reported(daemon, 'shutdown')).toEqual([true]);
});

const killing = `
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { report, thrown } from './report.ts';
report('thrown', [
  thrown(() => process.kill(process.pid)),
  thrown(() => process.kill(process.pid, 'SIGUSR1')),
  thrown(() => process.kill(process.pid, 9)),
  thrown(() => process.kill(0, 'SIGTERM')),
  thrown(() => process.kill(-1, 'SIGTERM')),
  thrown(() => process.kill(process.pid, 0)),
]);
const group = Number(readFileSync('/proc/self/stat', 'latin1').replace(/^.*\\) /s, '').split(' ')[2]);
const anyProcess = process as any;
const others = {
  threads: readdirSync('/proc/self/task').map((thread) => () => process.kill(Number(thread), 'SIGTERM')),
  group: [() => process.kill(-group, 'SIGTERM')],
  text: [() => process.kill(String(process.pid) as never, 'SIGTERM')],
  below: [
    () => anyProcess._kill(2 ** 32 + process.pid, 9),
    () => anyProcess._kill(String(process.pid), 9),
    () => anyProcess._kill(process.pid + 0.5, '9'),
  ],
};
for (const [name, ways] of Object.entries(others)) report(name, ways.map(thrown));
/** At first a process that there is not. */
const asked = [process.pid, 2 ** 31 - 2];
report('changing', thrown(() => anyProcess._kill({ valueOf: () => asked.pop() ?? process.pid }, 9)));
const child = spawn('sleep', ['60']);
child.on('exit', (code, signal) => report('child', [code, signal]));
report('other', process.kill(child.pid!, 'SIGTERM'));`;

test('process.kill() reaches children and other processes, not collectd', async () => {
  const daemon = await startHazard({ text: killing });
  await waitForReport(daemon, 'child');
  const refused = expect.stringMatching(
    /^Error ERR_COLLECTD_PROCESS: process\.kill\(.* is refused/,
  );
  expect(reported(daemon, 'thrown')).toEqual([
    [refused, refused, refused, refused, refused, 'nothing'],
  ]);
  for (const way of ['threads', 'group', 'text', 'below'])
    for (const one of reported<unknown[]>(daemon, way)[0] ?? [undefined])
      expect(one, way).toEqual(refused);
  expect(reported(daemon, 'changing')).toEqual(['nothing']);
  expect(reported(daemon, 'child')).toEqual([[null, 'SIGTERM']]);
  expect(reported(daemon, 'other')).toEqual([true]);
  expect(daemon.log()).toContain(
    `process.kill(process.pid, SIGKILL): refused: it would reach collectd itself; throw an Error to report a failure (bad, ${locationOf(daemon, killing, 'process.pid, 9')}:`,
  );
  await expectUnharmed(daemon);
});
