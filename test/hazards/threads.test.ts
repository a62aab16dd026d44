// Threads that a module makes with worker_threads may do no more than the module itself.
import { expect, test } from 'vitest';
import { reported, waitForReport } from '../daemon/harness/reported.ts';
import { compileAddon } from '../fixtures/addon.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

const inThread = `
const { parentPort, workerData } = require('node:worker_threads');
const { spawn, spawnSync } = require('node:child_process');
const tried = [
  () => process.kill(process.pid, 'SIGTERM'),
  () => require('node:fs').closeSync(1),
  () => process.chdir('/'),
  () => process.abort(),
  () => process.umask(0),
  () => process._linkedBinding('collectd'),
  () => { require('node:crypto').fips = true; },
  () => require('node:crypto').setFips(true),
  () => require('node:os').setPriority(19),
  () => process.binding('fs'),
  () => require('node:fs').closeSync(workerData),
  () => require('node:inspector').open(0, '127.0.0.1'),
].map((code) => { try { return code(); } catch (error) { return error.code; } });
process.on('SIGTERM', () => {});
const status = spawnSync('sh', ['-c', 'exit 6']).status;
spawn('sh', ['-c', 'exit 7']).on('exit', (code) => {
  parentPort.postMessage({ tried, status, code });
  setTimeout(() => process.exit(8));
});`;

const text = `
import { openSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { report } from './report.ts';
const open = openSync('/dev/null');
const thread = new Worker(${JSON.stringify(inThread)}, { eval: true, workerData: open });
thread.on('message', (said) => report('said', said));
thread.on('exit', (code) => report('exit', code));
const throwing = new Worker('throw new Error("in a thread")', { eval: true });
report('instance', throwing instanceof Worker);`;

test('they are guarded; their exit and errors are theirs', async () => {
  const daemon = await startHazard({ text });
  await waitForReport(daemon, 'exit');
  expect(reported(daemon, 'said')).toEqual([
    { tried: Array(12).fill('ERR_COLLECTD_PROCESS'), status: 6, code: 7 },
  ]);
  expect(reported(daemon, 'exit')).toEqual([8]);
  expect(reported(daemon, 'instance')).toEqual([true]);
  expect(daemon.log()).toMatch(/process\.kill\(process\.pid, SIGTERM\): refused: .*\(bad, /);
  await daemon.waitForLog(/asynchronous code: Error: in a thread \(bad, /);
  await expectUnharmed(daemon);
});

/** Ways to a thread that does not run the guard first. */
const ways = `
import { Worker } from 'node:worker_threads';
import { report } from './report.ts';
const text = "require('node:worker_threads').parentPort.postMessage((() => { try { process.kill(process.pid, 'SIGKILL'); } catch (error) { return error.code; } })())";
const anyWorker = Worker as any;
class Own extends Worker {}
const made: Record<string, () => Worker> = {
  below: () => { const Below = Object.getPrototypeOf(Worker); return Below === (EventEmitter as unknown) ? new Worker(text, { eval: true }) : new Below(text, { eval: true }); },
  constructor: () => new anyWorker.prototype.constructor(text, { eval: true }),
  instance: () => new (new Worker('', { eval: true }) as any).constructor(text, { eval: true }),
  inherited: () => new Own(text, { eval: true }),
  belowOwn: () => new (Object.getPrototypeOf(Own))(text, { eval: true }),
  reflected: () => Reflect.construct(Worker, [text, { eval: true }], Own),
  other: () => Reflect.construct(Worker, [text, { eval: true }], Object.getPrototypeOf(Own)),
  nothing: () => new Worker(text, { eval: true, execArgv: null as never }),
  empty: () => new Worker(text, { eval: true, execArgv: [] }),
  getter: () => { let asked = 0; return new Worker(text, { eval: true, get execArgv() { return asked++ === 0 ? [] : ['--no-warnings']; } }); },
  module: () => new Worker(new URL('data:text/javascript,import{createRequire}from"node:module";const require=createRequire("file:///");' + encodeURIComponent(text))),
  variables: () => new Worker(text, { eval: true, env: { NODE_OPTIONS: '--no-warnings' } }),
};
import { EventEmitter } from 'node:events';
for (const [name, make] of Object.entries(made))
  make().on('message', (code) => report(name, code)).on('error', (error) => report(name, String(error)));
report('names', Object.keys(made));
report('refused', (() => { try { new Worker('', { execArgv: 'text' as never }); } catch (error) { return (error as any).code; } })());`;

test('there is no way to one without the guard', async () => {
  const daemon = await startHazard({ text: ways });
  const [names] = await waitForReport<string[]>(daemon, 'names');
  for (const name of names) await waitForReport(daemon, name);
  for (const name of names) expect(reported(daemon, name), name).toEqual(['ERR_COLLECTD_PROCESS']);
  expect(reported(daemon, 'refused')).toEqual(['ERR_INVALID_ARG_TYPE']);
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
