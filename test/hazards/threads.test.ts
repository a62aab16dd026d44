// Threads that a module makes with worker_threads may do no more than the module itself.
import { expect, test } from 'vitest';
import { reported, waitForReport } from '../daemon/harness/reported.ts';
import { compileAddon } from '../fixtures/addon.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

const inThread = `
const { parentPort, Worker, isMainThread } = require('node:worker_threads');
const { spawn, spawnSync } = require('node:child_process');
const tried = [
  () => process.kill(process.pid, 'SIGTERM'),
  () => require('node:fs').closeSync(1),
  () => process.chdir('/'),
  () => process.abort(),
  () => process.umask(0),
  () => process._linkedBinding('collectd'),
].map((code) => { try { return code(); } catch (error) { return error.code; } });
process.on('SIGTERM', () => {});
const status = spawnSync('sh', ['-c', 'exit 6']).status;
spawn('sh', ['-c', 'exit 7']).on('exit', (code) => {
  parentPort.postMessage({ tried, status, code });
  setTimeout(() => process.exit(8));
});`;

const text = `
import { Worker } from 'node:worker_threads';
import { report } from './report.ts';
const thread = new Worker(${JSON.stringify(inThread)}, { eval: true });
thread.on('message', (said) => report('said', said));
thread.on('exit', (code) => report('exit', code));
const throwing = new Worker('throw new Error("in a thread")', { eval: true });
report('instance', throwing instanceof Worker);`;

test('they are guarded; their exit and errors are theirs', async () => {
  const daemon = await startHazard({ text });
  await waitForReport(daemon, 'exit');
  expect(reported(daemon, 'said')).toEqual([
    { tried: Array(6).fill('ERR_COLLECTD_PROCESS'), status: 6, code: 7 },
  ]);
  expect(reported(daemon, 'exit')).toEqual([8]);
  expect(reported(daemon, 'instance')).toEqual([true]);
  expect(daemon.log()).toMatch(/process\.kill\(process\.pid, SIGTERM\): refused: .*\(bad, /);
  await daemon.waitForLog(/asynchronous code: Error: in a thread \(bad, /);
  await expectUnharmed(daemon);
});

test('an addon that one of them is the first to load', async () => {
  const daemon = await startHazard({
    before(dir) {
      compileAddon(dir, 'pool');
      return '';
    },
    text: `
import { Worker } from 'node:worker_threads';
import { report } from './report.ts';
const file = process.env.HOME + '/native/pool.node';
const thread = new Worker(\`const { parentPort } = require('node:worker_threads');
require('\${file}').work('napi', false, () => parentPort.postMessage('done'));\`, { eval: true });
thread.on('message', (said) => report('said', said));`,
  });
  expect(await waitForReport(daemon, 'said')).toEqual(['done']);
  await expectUnharmed(daemon);
});
