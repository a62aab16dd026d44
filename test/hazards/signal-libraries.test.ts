// Libraries that look after signals, to clean up, to end their children or to leave: they work, and cost one line.
import { expect, test } from 'vitest';
import { reported, waitForReport } from '../daemon/harness/reported.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

/** Listens, leaves and listens again, as those do that clean up after themselves. */
const cleaner = `
const signals = ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGALRM', 'SIGUSR2', 'SIGABRT', 'SIGXCPU'];
const { emit, reallyExit } = process;
process.emit = function emitted(...args) { return Reflect.apply(emit, this, args); };
process.reallyExit = function left(...args) { return Reflect.apply(reallyExit, this, args); };
module.exports = (cleanUp) => {
  const listener = () => { cleanUp(); process.kill(process.pid, 'SIGTERM'); };
  for (const signal of signals) {
    process.on(signal, listener);
    process.once(signal, listener);
    process.prependListener(signal, listener);
    process.prependOnceListener(signal, listener);
    process.addListener(signal, listener);
  }
  return () => { for (const signal of signals) for (let i = 0; i < 5; i++) process.removeListener(signal, listener); };
};`;

const another = `exports.lock = (release) => { process.once('SIGTERM', release); process.once('SIGINT', release); };`;

const text = `
import cleaner = require('cleaner');
import collectd from 'collectd';
import { lock } from 'another';
import { Worker } from 'node:worker_threads';
import { report } from './report.ts';
let heard = 0;
lock(() => { heard++; });
collectd.register_shutdown(() => report('shutdown', heard));
collectd.register_read(() => {
  const leave = cleaner(() => { heard++; });
  report('listeners', process.listenerCount('SIGTERM'));
  leave();
  report('read', true);
}, { interval: 0.1 });
new Worker(process.env.HOME + '/plugins/thread.cjs').on('message', (said) => report('thread', said));`;

test('one line for the module and all its libraries', async () => {
  const daemon = await startHazard({
    text,
    files: {
      'node_modules/cleaner/index.js': cleaner,
      'node_modules/another/index.js': another,
      'thread.cjs': `require('cleaner')(() => {}); require('worker_threads').parentPort.postMessage('works');`,
    },
  });
  await waitForReport(daemon, 'thread');
  await daemon.waitFor(() => reported(daemon, 'read').length >= 5);
  expect(reported<number>(daemon, 'listeners')[0]).toBe(6);
  const lines = daemon.log().match(/.*has no effect: signals belong to collectd.*/g) ?? [];
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(
    /^\[warning\] nodejs plugin: process\.on\('SIGTERM'\): has no effect: .* \(bad, .*\/node_modules\/\w+\/index\.js:/,
  );
  await expectUnharmed(daemon);
  expect(reported(daemon, 'shutdown')).toEqual([0]);
});

const own = `
import { report } from './report.ts';
setInterval(() => {
  process.on('SIGTERM', () => {});
  process.once('SIGUSR1', () => {});
  process.removeAllListeners('SIGTERM');
  process.removeAllListeners('SIGUSR1');
  report('again', true);
}, 10);`;

test('one line for each place in the own files of a module', async () => {
  const daemon = await startHazard({ text: own });
  await daemon.waitFor(() => reported(daemon, 'again').length >= 10);
  const lines = daemon.log().match(/process\.on\('\w+'\): has no effect.*/g) ?? [];
  expect(lines.map((line) => /'\w+'.*; use \w+/.exec(line)?.[0])).toEqual([
    "'SIGTERM'): has no effect: signals belong to collectd; use register_shutdown",
    "'SIGUSR1'): has no effect: signals belong to collectd; use register_flush",
  ]);
  await expectUnharmed(daemon);
});
