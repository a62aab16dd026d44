// child_process.fork() starts node, not collectd.
import { expect, test } from 'vitest';
import { waitForReport } from '../daemon/harness/reported.ts';
import { expectUnharmed, locationOf, startHazard } from './hazard.ts';

const text = `
import { fork, spawn } from 'node:child_process';
import { join } from 'node:path';
import { report } from './report.ts';
const child = fork(join(process.env.HOME!, 'plugins/child.cjs'), ['a']);
child.on('message', (said) => report('said', said));
child.on('exit', (code) => report('exit', code));
child.send('hello');
spawn(process.execPath, ['-p', '1 + 1']).stdout.on('data', (text) => report('sum', String(text)));`;

const child = `
process.once('message', (heard) => {
  process.send({ heard, name: require('node:path').basename(process.execPath), options: process.execArgv, args: process.argv.slice(2) });
  process.disconnect();
  process.exitCode = 9;
});`;

test('with messages both ways, and without options of ours', async () => {
  const daemon = await startHazard({ text, files: { 'child.cjs': child } });
  expect(await waitForReport(daemon, 'exit')).toEqual([9]);
  // Its end may be known before its last message.
  expect(await waitForReport(daemon, 'said')).toEqual([
    { heard: 'hello', name: 'node', options: [], args: ['a'] },
  ]);
  expect(await waitForReport(daemon, 'sum')).toEqual(['2\n']);
  await expectUnharmed(daemon);
});

test('without node in PATH it says so', async () => {
  const text = `
import { fork } from 'node:child_process';
import { report, thrown } from './report.ts';
process.env.PATH = '/nowhere';
report('thrown', thrown(() => fork('/nowhere.js')));
setTimeout(() => fork('/nowhere.js'));`;
  const daemon = await startHazard({ text });
  expect(await waitForReport(daemon, 'thrown')).toEqual([
    'Error ERR_COLLECTD_NO_NODE: child_process.fork() starts the program node, which is not in PATH (/nowhere); install it, or give the option execPath',
  ]);
  await daemon.waitForLog(/asynchronous code: Error: child_process\.fork\(\) starts/);
  expect(daemon.log()).toContain(locationOf(daemon, text, 'setTimeout'));
  await expectUnharmed(daemon);
});
