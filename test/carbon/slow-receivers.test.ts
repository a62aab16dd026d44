// A receiver that does not read, or not fast enough.
import { expect, test } from 'vitest';
import { inOrder, receiver, startCarbonWriter } from './carbon-writer.ts';
import { LineServer } from './line-server.ts';
import {
  arrivals,
  caughtUp,
  countMissing,
  dropped,
  endLoad,
  expectSteady,
  inFlight,
  isComplete,
  numbered,
  roundsSoFar,
  startUnderLoad,
  sumInLog,
} from './load.ts';

test('one that accepts and never reads: the interval is kept, and no more than BufferSize lines', async () => {
  const metrics = 4000;
  const deaf = await LineServer.start({ isDeaf: true });
  const { port } = deaf;
  const options = receiver(port, 'BufferSize 20000\nWriteTimeout 1');
  const daemon = await startUnderLoad(options, metrics, 0.1);
  await daemon.waitForLog(/nothing was accepted for 1 s.*may be lost/, 60);
  await daemon.waitForLog(/BufferSize \(20000 lines\) is reached/, 30);
  const before = roundsSoFar(daemon);
  await daemon.waitFor(() => roundsSoFar(daemon) > before + 10);
  await deaf.kill();
  const server = await LineServer.start({ port });
  await daemon.waitForLog(/connected after/, 30);
  await caughtUp(daemon);
  const rounds = await endLoad(daemon);
  await daemon.waitFor(() => isComplete(server.lines, metrics, rounds), 40);
  const missing = countMissing(server.lines, metrics, rounds);
  const gone = sumInLog(daemon, dropped);
  expect(missing).toBeGreaterThanOrEqual(gone);
  expect(missing).toBeLessThanOrEqual(gone + sumInLog(daemon, inFlight));
  expectSteady(daemon);
  await daemon.stop();
}, 150_000);

test('one that hangs, is given up and wakes up: what the kernel had, and what it had not, arrives once', async () => {
  const metrics = 4000;
  const server = await LineServer.start({ isDeaf: true });
  const options = receiver(server.port, 'BufferSize 20000\nWriteTimeout 8');
  const daemon = await startUnderLoad(options, metrics, 0.1);
  await daemon.waitForLog(/nothing was accepted for 8 s.*may be lost/, 60);
  server.wake();
  await caughtUp(daemon);
  const rounds = await endLoad(daemon);
  await daemon.waitFor(() => isComplete(server.lines, metrics, rounds), 40);
  const [first = [], second = []] = server.byConnection;
  expect(countMissing([...first, ...second], metrics, rounds)).toBe(sumInLog(daemon, dropped));
  expect(first.length).toBeLessThanOrEqual(sumInLog(daemon, inFlight));
  expect(numbered(second.slice(0, 1), metrics)).toEqual([first.length]);
  expectSteady(daemon);
  await daemon.stop();
}, 150_000);

test('one that accepts and never reads does not hold up the stop', async () => {
  const deaf = await LineServer.start({ isDeaf: true });
  const daemon = await startUnderLoad(receiver(deaf.port, 'WriteTimeout 60'), 4000, 0.1);
  await daemon.waitFor(() => roundsSoFar(daemon) > 20, 60);
  const { status, seconds } = await daemon.stop(30);
  expect(status).toBe(0);
  expect(seconds).toBeLessThan(20);
}, 120_000);

test('a slow one gets everything', async () => {
  const lines = 100_000;
  const server = await LineServer.start({ rate: 2_000_000 });
  const daemon = await startCarbonWriter({
    options: receiver(server.port, 'BufferSize 200000'),
    config: inOrder,
    source: `
import collectd, { Values } from 'collectd';
const vl = new Values({ plugin: 'load', type: 'gauge' });
collectd.register_read(() => {
  for (let i = 0; i < ${lines}; i++)
    vl.dispatch({ type_instance: 'm' + (i % 100), values: [i], time: 1732177000 + i });
}, 3600);
`,
  });
  await server.waitForLines(lines, 60);
  expect([...arrivals(server.lines).values()].map(({ length }) => length)).toEqual(
    Array(100).fill(lines / 100),
  );
  expect((await daemon.stop()).log).not.toMatch(/lost|dropped/);
}, 120_000);
