// child_process inside collectd: exit codes, with and without the exec plugin, and no zombies.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Daemon, signal } from '../daemon/harness/index.ts';
import { reported, waitForReport } from '../daemon/harness/reported.ts';
import { expectUnharmed, startHazard } from './hazard.ts';
import { zombies } from './zombies.ts';

vi.setConfig({ testTimeout: 180_000 }); // many processes, one after the other

/** Every second, each kind of child once; asynchronous ones from the first import on. */
const text = `
import collectd from 'collectd';
import { exec, execFile, execSync, spawn, spawnSync } from 'node:child_process';
import { report } from './report.ts';
const spawned = (code: number) => new Promise((done) =>
  spawn('sh', ['-c', 'sleep 0.05; exit ' + code]).on('exit', (status, signal) => done([status, signal])));
const executed = () => new Promise((done) => exec('echo out; exit 5', (error, stdout) => done([error?.code, stdout])));
const killed = () => new Promise((done) => execFile('sh', ['-c', 'kill -9 $$'], (error) => done((error as any).signal)));
async function round(key: string) {
  report(key, [
    ...(await Promise.all([spawned(3), spawned(0), executed(), killed()])),
    spawnSync('sh', ['-c', 'exit 6']).status,
    spawnSync('sh', ['-c', 'sleep 5'], { timeout: 100 }).signal,
    String(execSync('echo sync')),
  ]);
}
// Ends when all plugins run, whatever they have done to SIGCHLD meanwhile.
spawn('sh', ['-c', 'sleep 4; exit 7']).on('exit', (code) => report('long', code));
await round('import');
collectd.register_init(() => round('init'));
// A slow machine may take seconds for a round.
collectd.register_read(() => round('read'), { name: 'a', timeout: 60 });
collectd.register_read(() => round('read'), { name: 'b', timeout: 60 });
spawn('sh', ['-c', 'cat /proc/self/status; trap']).stdout.on('data', (text) =>
  report('mask', [/SigBlk:\\s*(\\w+)/.exec(text)?.[1], /SigIgn:\\s*(\\w+)/.exec(text)?.[1]]));`;

const expected = [[3, null], [0, null], [5, 'out\n'], 'SIGKILL', 6, 'SIGTERM', 'sync\n'];

/**
 * A program and a notification script of the exec plugin, as user nobody. The program says its pid, is not started
 * again, and ends when it has no reader.
 */
const exec = `<LoadPlugin exec>
  Interval 3600
</LoadPlugin>
<Plugin exec>
  Exec "nobody" "/bin/sh" "-c" "while echo PUTVAL testhost/program/gauge-x interval=1 N:$$; do sleep 1; done"
  NotificationExec "nobody" "/bin/sh" "-c" "cat > /dev/null; kill -0 $PPID; exit 0"
</Plugin>
`;

/** A notification each second, until the test wants none. */
const observer = {
  'observer.ts': `
import collectd, { Notification } from 'collectd';
import { existsSync } from 'node:fs';
import { report } from './report.ts';
let seen = 0;
collectd.register_write((vl) => { if (vl.plugin === 'program' && seen++ < 3) report('program', vl.values[0]); });
collectd.register_read(() => {
  if (existsSync(process.env.HOME + '/quiet')) report('quiet', true);
  else new Notification({ message: 'm', severity: collectd.NOTIF_OKAY }).dispatch();
});`,
};

function hasThreadsOfExec(pid: number): boolean {
  return readdirSync(`/proc/${pid}/task`).some((thread) => {
    try {
      return readFileSync(`/proc/${pid}/task/${thread}/comm`, 'utf8').startsWith('exec ');
    } catch {
      return false; // it has ended meanwhile
    }
  });
}

/**
 * At the stop the exec plugin frees what its threads still use, and collectd may crash without any fault of ours
 * (docs/reliability.md): it must have none by then. No notification starts one any more, and the program ends.
 */
async function endThreadsOfExec(daemon: Daemon): Promise<void> {
  expect(hasThreadsOfExec(daemon.pid)).toBe(true);
  writeFileSync(`${daemon.dir}/quiet`, '');
  await waitForReport(daemon, 'quiet');
  const [program = Number.NaN] = reported<number>(daemon, 'program');
  signal(program, 'SIGTERM');
  await daemon.waitFor(() => !hasThreadsOfExec(daemon.pid));
}

async function expectRightCodes(daemon: Daemon): Promise<void> {
  await daemon.waitFor(() => reported(daemon, 'read').length >= 6, 120);
  expect(reported(daemon, 'import')).toEqual([expected]);
  expect(reported(daemon, 'init')).toEqual([expected]);
  for (const round of reported(daemon, 'read')) expect(round).toEqual(expected);
  expect(await waitForReport(daemon, 'long')).toEqual([7]);
  expect(reported(daemon, 'mask')).toEqual([['0000000000000000', '0000000000000000']]);
  // A child between its end and libuv's look at it is no zombie that stays.
  const first = zombies(daemon.pid);
  await daemon.waitFor(() => !first.some((pid) => zombies(daemon.pid).includes(pid)));
}

test('without the exec plugin', async () => {
  const daemon = await startHazard({ text });
  await expectRightCodes(daemon);
  await expectUnharmed(daemon);
});

test.each([
  ['before', { before: exec }],
  ['after', { after: exec }],
])('with the exec plugin loaded %s it, whose programs and scripts run', async (_, where) => {
  const daemon = await startHazard({
    text,
    ...where,
    options: 'Import "observer"',
    files: observer,
    daemon: { interval: 1 },
  });
  await expectRightCodes(daemon);
  await daemon.waitFor(() => reported(daemon, 'program').length >= 3);
  expect(daemon.log()).not.toMatch(/\[(error|warning)\] exec plugin/);
  await endThreadsOfExec(daemon);
  await expectUnharmed(daemon);
});

// The exec plugin's thread sleeps until the end: the program holds its pipe, as it ignores SIGTERM.
test('the workers have ended before the exec plugin stops, which was loaded before', async () => {
  const daemon = await startHazard({
    text: `
import collectd from 'collectd';
import { report } from './report.ts';
collectd.register_write((vl) => { if (vl.plugin === 'program') report('program', vl.values[0]); });
collectd.register_shutdown(() => { process.once('exit', () => collectd.info('the worker ends')); });`,
    before: `LoadPlugin exec
<Plugin exec>
  Exec "nobody" "/bin/sh" "-c" "trap '' TERM; echo PUTVAL testhost/program/gauge-x interval=1 N:$$; exec sleep 300"
</Plugin>
`,
  });
  const [program = Number.NaN] = await waitForReport<number>(daemon, 'program');
  onTestFinished(() => signal(program, 'SIGKILL'));
  const log = await expectUnharmed(daemon);
  expect(log.split('\n').filter((line) => /the worker ends|Sent SIGTERM/.test(line))).toEqual([
    '[info] the worker ends',
    expect.stringMatching(/exec plugin: Sent SIGTERM/),
  ]);
});

test('several workers start children at once', async () => {
  const names = ['one', 'two', 'three', 'four'];
  const daemon = await startHazard({
    text: '',
    options: names.map((name) => `Import "${name}"`).join('\n'),
    files: Object.fromEntries(
      names.map((name, i) => [
        `${name}.ts`,
        `
import { spawn, spawnSync } from 'node:child_process';
import { report } from './report.ts';
setTimeout(async () => {
  const codes = await Promise.all(Array.from({ length: 25 }, (_, n) => new Promise<number | null>((done) =>
    spawn('sh', ['-c', 'exit ' + (n + ${i})]).on('exit', done))));
  const sync = Array.from({ length: 25 }, (_, n) => spawnSync('sh', ['-c', 'exit ' + (n + ${i})]).status);
  report('${name}', [codes, sync]);
}, 100);`,
      ]),
    ),
  });
  for (const [i, name] of names.entries()) {
    const codes = Array.from({ length: 25 }, (_, n) => n + i);
    expect(await waitForReport(daemon, name, 150)).toEqual([[codes, codes]]);
  }
  await daemon.waitFor(() => zombies(daemon.pid).length === 0);
  await expectUnharmed(daemon);
});
