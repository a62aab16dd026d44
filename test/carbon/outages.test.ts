// A receiver that is not there, or goes away.
import { expect, test } from 'vitest';
import { unusedEndpoint } from '../network/endpoint.ts';
import { receiver } from './carbon-writer.ts';
import { LineServer } from './line-server.ts';
import {
  caughtUp,
  countMissing,
  dropped,
  endLoad,
  inFlight,
  keepsPace,
  METRICS,
  numbered,
  startUnderLoad,
  sumInLog,
  waitForLast,
} from './load.ts';

test('down at the start: everything arrives later', async () => {
  const endpoint = await unusedEndpoint('tcp');
  const daemon = await startUnderLoad(receiver(endpoint));
  await daemon.waitForLog(/\(tcp\): cannot connect: connection refused/);
  await keepsPace(daemon);
  const server = await LineServer.start({ at: endpoint });
  await daemon.waitForLog(/\(tcp\): connected after [\d.]+ s; \d+ lines were kept/, 45);
  const rounds = await endLoad(daemon);
  await waitForLast(server, METRICS, rounds);
  expect(countMissing(server.lines, METRICS, rounds)).toBe(0);
  const { log } = await daemon.stop();
  expect(log.match(/cannot connect/g)).toHaveLength(1);
  expect(log).not.toMatch(/may be lost|dropped/);
});

test('away for longer than the buffer lasts: every line that found room arrives', async () => {
  const size = 1010;
  const endpoint = await unusedEndpoint('tcp');
  const daemon = await startUnderLoad(receiver(endpoint, `BufferSize ${size}`));
  await daemon.waitForLog(/BufferSize \(1010 lines\) is reached/);
  await keepsPace(daemon);
  const server = await LineServer.start({ at: endpoint });
  await daemon.waitForLog(/connected after [\d.]+ s; 1010 lines were kept/, 45);
  await caughtUp(daemon, server);
  const rounds = await endLoad(daemon);
  await waitForLast(server, METRICS, rounds);
  const numbers = numbered(server.lines, METRICS);
  expect(numbers.slice(0, size)).toEqual(Array.from({ length: size }, (_, i) => i));
  const gone = (numbers[size] as number) - size;
  expect(gone).toBeGreaterThan(0);
  expect(countMissing(server.lines, METRICS, rounds)).toBe(gone);
  expect(sumInLog(daemon, dropped)).toBe(gone);
  const { log } = await daemon.stop();
  expect(log.match(/BufferSize/g)).toHaveLength(1);
  expect(log.match(/were dropped in all/g)).toHaveLength(1);
});

test('a buffer that is smaller than what comes at once costs nothing while Carbon is there', async () => {
  const server = await LineServer.start();
  const daemon = await startUnderLoad(receiver(server.endpoint, 'BufferSize 1'));
  await daemon.waitForLog(/: connected/);
  await keepsPace(daemon);
  const rounds = await endLoad(daemon);
  await waitForLast(server, METRICS, rounds);
  expect(server.lines.length).toBeGreaterThanOrEqual(20 * METRICS);
  // Until it was connected there was room for one line.
  expect(countMissing(server.lines, METRICS, rounds)).toBe(sumInLog(daemon, dropped));
  await daemon.stop();
});

test('killed under load: what is missing is no more than the log says', async () => {
  const first = await LineServer.start();
  const { endpoint } = first;
  const daemon = await startUnderLoad(receiver(endpoint, 'FlushInterval 0.05'));
  await first.waitForLines(METRICS * 10);
  await first.kill();
  await daemon.waitForLog(/\(tcp\): .*may be lost/);
  await keepsPace(daemon);
  const second = await LineServer.start({ at: endpoint });
  await daemon.waitForLog(/connected after/, 45);
  const rounds = await endLoad(daemon);
  await waitForLast(second, METRICS, rounds);
  const missing = countMissing([...first.lines, ...second.lines], METRICS, rounds);
  expect(missing).toBeLessThanOrEqual(sumInLog(daemon, inFlight));
  await daemon.stop();
});

test('closed after each batch: it is tried again every 10 seconds, and all arrives', async () => {
  const server = await LineServer.start({ closesAfterBatch: true });
  const daemon = await startUnderLoad(receiver(server.endpoint));
  await daemon.waitFor(() => server.connectedAt.length >= 2, 45);
  const rounds = await endLoad(daemon);
  await waitForLast(server, METRICS, rounds);
  // Not with each batch, which come ten times a second; a connection may be noticed here somewhat late.
  for (const [i, at] of server.connectedAt.entries())
    if (i > 0) expect(at - (server.connectedAt[i - 1] as number)).toBeGreaterThan(5000);
  expect(countMissing(server.lines, METRICS, rounds)).toBeLessThanOrEqual(
    sumInLog(daemon, inFlight),
  );
  await daemon.stop();
});

test('a name that does not resolve holds up nobody else', async () => {
  const server = await LineServer.start();
  const daemon = await startUnderLoad(`
      ${receiver(server.endpoint)}
      <Receiver>
        Host "carbon.invalid"
        Port 2003
        BufferSize 100
        ConnectTimeout 2
      </Receiver>`);
  await daemon.waitForLog(/carbon\.invalid:2003 \(tcp\): cannot connect: .*resolve/, 45);
  await daemon.waitForLog(/BufferSize \(100 lines\) is reached; what arrives is dropped/);
  await keepsPace(daemon);
  const rounds = await endLoad(daemon);
  await waitForLast(server, METRICS, rounds);
  expect(countMissing(server.lines, METRICS, rounds)).toBe(0);
  const { log } = await daemon.stop();
  expect(log.match(/what arrives is dropped/g)).toHaveLength(1);
  expect(log).toContain(
    `carbon.invalid:2003 (tcp): ${rounds * METRICS - 100} lines were dropped in all.`,
  );
  expect(log).toMatch(/carbon\.invalid:2003 \(tcp\): 100 lines are lost, because collectd stops/);
});

test('ReconnectInterval moves to a new connection, and nothing is lost', async () => {
  const server = await LineServer.start();
  const daemon = await startUnderLoad(receiver(server.endpoint, 'ReconnectInterval 1'));
  await daemon.waitFor(() => server.connectedAt.length >= 2, 45);
  const rounds = await endLoad(daemon);
  await waitForLast(server, METRICS, rounds);
  expect(countMissing(server.lines, METRICS, rounds)).toBe(0);
  const { log } = await daemon.stop();
  expect(log).not.toMatch(/may be lost|dropped|cannot connect/);
});
