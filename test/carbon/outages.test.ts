// A receiver that is not there, or goes away.
import { expect, test } from 'vitest';
import { freePort, receiver } from './carbon-writer.ts';
import { LineServer } from './line-server.ts';
import {
  countMissing,
  endLoad,
  inDoubt,
  isComplete,
  METRICS,
  roundsSoFar,
  startUnderLoad,
  sumInLog,
} from './load.ts';

test('down at the start: everything arrives later', async () => {
  const port = await freePort();
  const daemon = await startUnderLoad(receiver(port));
  await daemon.waitForLog(/\(tcp\): cannot connect: connection refused/);
  await daemon.waitFor(() => roundsSoFar(daemon) >= 20);
  const server = await LineServer.start({ port });
  await daemon.waitForLog(/\(tcp\): connected after [\d.]+ s; \d+ lines were kept/, 30);
  const rounds = await endLoad(daemon);
  await daemon.waitFor(() => isComplete(server.lines, METRICS, rounds));
  expect(countMissing(server.lines, METRICS, rounds)).toBe(0);
  const { log } = await daemon.stop();
  expect(log.match(/cannot connect/g)).toHaveLength(1);
  expect(log).not.toMatch(/may be lost|dropped/);
});

test('killed under load: what is missing is no more than the log says', async () => {
  const first = await LineServer.start();
  const { port } = first;
  const daemon = await startUnderLoad(receiver(port, 'FlushInterval 0.05'));
  await first.waitForLines(METRICS * 10);
  await first.kill();
  await daemon.waitForLog(/\(tcp\): .*may be lost/);
  const second = await LineServer.start({ port });
  await daemon.waitForLog(/connected after/, 30);
  const rounds = await endLoad(daemon);
  await daemon.waitFor(() => isComplete(second.lines, METRICS, rounds));
  const missing = countMissing([...first.lines, ...second.lines], METRICS, rounds);
  expect(missing).toBeLessThanOrEqual(sumInLog(daemon, inDoubt));
  await daemon.stop();
});

test('closed after each batch: it is tried again every 10 seconds, and all arrives', async () => {
  const server = await LineServer.start({ closesAfterBatch: true });
  const daemon = await startUnderLoad(receiver(server.port));
  await daemon.waitFor(() => server.connectedAt.length >= 3, 45);
  const rounds = await endLoad(daemon);
  await daemon.waitFor(() => isComplete(server.lines, METRICS, rounds), 30);
  for (const [i, at] of server.connectedAt.entries())
    if (i > 0) expect(at - (server.connectedAt[i - 1] as number)).toBeGreaterThan(9500);
  expect(countMissing(server.lines, METRICS, rounds)).toBeLessThanOrEqual(
    sumInLog(daemon, inDoubt),
  );
  await daemon.stop();
});

test('a name that does not resolve holds up nobody else', async () => {
  const server = await LineServer.start();
  const daemon = await startUnderLoad(`
      ${receiver(server.port)}
      <Receiver>
        Host "carbon.invalid"
        Port 2003
        BufferSize 100
        ConnectTimeout 2
      </Receiver>`);
  await daemon.waitForLog(/carbon\.invalid:2003 \(tcp\): cannot connect: .*resolve/, 30);
  await daemon.waitForLog(/more than BufferSize \(100\) lines are waiting; the oldest are dropped/);
  const rounds = await endLoad(daemon);
  await daemon.waitFor(() => isComplete(server.lines, METRICS, rounds));
  expect(countMissing(server.lines, METRICS, rounds)).toBe(0);
  const { log, seconds } = await daemon.stop();
  expect(seconds).toBeLessThan(15);
  expect(log.match(/the oldest are dropped/g)).toHaveLength(1);
  expect(log).toMatch(/carbon\.invalid:2003 \(tcp\): 100 lines are lost, because collectd stops/);
});

test('ReconnectInterval moves to a new connection, and nothing is lost', async () => {
  const server = await LineServer.start();
  const daemon = await startUnderLoad(receiver(server.port, 'ReconnectInterval 1'));
  await daemon.waitFor(() => server.connectedAt.length >= 2, 45);
  const rounds = await endLoad(daemon);
  await daemon.waitFor(() => isComplete(server.lines, METRICS, rounds));
  expect(countMissing(server.lines, METRICS, rounds)).toBe(0);
  const { log } = await daemon.stop();
  expect(log).not.toMatch(/may be lost|dropped|cannot connect/);
});
