// A receiver that does not read, or not fast enough.
import { expect, test } from 'vitest';
import { unusedEndpoint } from '../network/endpoint.ts';
import { inOrder, receiver, startCarbonWriter } from './carbon-writer.ts';
import { LineServer } from './line-server.ts';
import {
  arrivals,
  caughtUp,
  countMissing,
  dropped,
  endLoad,
  inFlight,
  keepsPace,
  numbered,
  startUnderLoad,
  sumInLog,
  waitForLast,
} from './load.ts';

/** Ten mebibytes, the most that the kernel takes, are some 40 rounds. */
const metrics = 1000;
const much = { metrics, isLong: true };

test('one that accepts and never reads: nobody waits, and no more than BufferSize lines do', async () => {
  const at = await unusedEndpoint('tcp');
  const deaf = await LineServer.start({ at, isDeaf: true });
  const daemon = await startUnderLoad(receiver(at, 'BufferSize 5000\nWriteTimeout 1'), much);
  await daemon.waitForLog(/nothing was accepted for 1 s.*may be lost/, 60);
  await daemon.waitForLog(/BufferSize \(5000 lines\) is reached/, 60);
  await keepsPace(daemon);
  await deaf.kill();
  const server = await LineServer.start({ at });
  await caughtUp(daemon, server);
  const rounds = await endLoad(daemon);
  await waitForLast(server, metrics, rounds);
  const missing = countMissing(server.lines, metrics, rounds);
  const gone = sumInLog(daemon, dropped);
  expect(missing).toBeGreaterThanOrEqual(gone);
  expect(missing).toBeLessThanOrEqual(gone + sumInLog(daemon, inFlight));
  await daemon.stop();
}, 240_000);

test('a receiver that accepts nothing and goes on talking is given up as well', async () => {
  const chatty = await LineServer.start({ isDeaf: true, isChatty: true });
  const options = receiver(chatty.endpoint, 'BufferSize 5000\nWriteTimeout 1');
  const daemon = await startUnderLoad(options, much);
  await daemon.waitForLog(/nothing was accepted for 1 s.*may be lost/, 60);
  await daemon.stop();
}, 120_000);

test('one that hangs, is given up and wakes up: what the kernel had, and what it had not, arrives once', async () => {
  const server = await LineServer.start({ isFirstDeaf: true });
  // A few rounds fill the buffer, long before the connection is given up.
  const options = receiver(server.endpoint, 'BufferSize 2500\nWriteTimeout 8');
  const daemon = await startUnderLoad(options, much);
  await daemon.waitForLog(/nothing was accepted for 8 s.*may be lost/, 60);
  server.wake();
  await daemon.waitForLog(/connected after/, 45);
  await caughtUp(daemon, server);
  const rounds = await endLoad(daemon);
  await waitForLast(server, metrics, rounds);
  expect(server.byConnection).toHaveLength(2);
  const [first = [], second = []] = server.byConnection;
  await daemon.waitFor(() => server.connections === 1);
  expect(countMissing([...first, ...second], metrics, rounds)).toBe(sumInLog(daemon, dropped));
  expect(first.length).toBeLessThanOrEqual(sumInLog(daemon, inFlight));
  expect(numbered(second.slice(0, 1), metrics)).toEqual([first.length]);
  await daemon.stop();
}, 240_000);

test('one that accepts and never reads does not hold up the stop', async () => {
  const deaf = await LineServer.start({ isDeaf: true });
  const options = receiver(deaf.endpoint, 'BufferSize 5000\nWriteTimeout 3600');
  const daemon = await startUnderLoad(options, much);
  await daemon.waitForLog(/BufferSize \(5000 lines\) is reached/, 60);
  // StopTimeout is 2 seconds. Who waited for the receiver would never get there.
  expect((await daemon.stop(45)).status).toBe(0);
}, 120_000);

test('a slow one gets everything', async () => {
  const lines = 100_000;
  const server = await LineServer.start({ rate: 2_000_000 });
  const daemon = await startCarbonWriter({
    options: receiver(server.endpoint, 'BufferSize 200000'),
    config: inOrder,
    source: `
import { setImmediate } from 'node:timers/promises';
import collectd, { Values } from 'collectd';
const vl = new Values({ plugin: 'load', type: 'gauge' });
collectd.register_read(async () => {
  for (let i = 0; i < ${lines}; i++) {
    vl.dispatch({ type_instance: 'm' + (i % 100), values: [i], time: 1732177000 + i });
    if (i % 1000 === 0) await setImmediate();
  }
}, { interval: 3600, timeout: 3600 });
`,
  });
  await server.waitForLines(lines, 90);
  expect([...arrivals(server.lines).values()].map(({ length }) => length)).toEqual(
    Array(100).fill(lines / 100),
  );
  expect((await daemon.stop()).log).not.toMatch(/lost|dropped/);
}, 120_000);
