// What the kernel has not taken when a connection goes, with a receiver that reads only later.
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { pickle } from '../../plugins/carbon_writer/lines/pickle.ts';
import type { ReceiverOptions } from '../../plugins/carbon_writer/options/receiver-options.ts';
import type { Connection } from '../../plugins/carbon_writer/receiver/connection.ts';
import { connect } from '../../plugins/carbon_writer/receiver/tcp.ts';
import { certificate, read } from './certificate.ts';
import { chunk, line } from './chunks.ts';
import { LineServer } from './line-server.ts';

/** They fit a record of TLS, as the plugin's chunks mostly do. */
const LINES = 800;

function optionsOf(port: number, more: Partial<ReceiverOptions> = {}): ReceiverOptions {
  return {
    host: '127.0.0.1',
    port,
    protocol: 'tcp',
    bufferSize: 1,
    spoolDir: undefined,
    reconnectInterval: 0,
    connectTimeout: 20,
    writeTimeout: 60,
    tls: undefined,
    ...more,
  };
}

const untrusting = {
  caCert: undefined,
  clientCert: undefined,
  clientKey: undefined,
  verifyPeer: false,
  serverName: undefined,
};

/** Until the kernel has taken nothing for so long; the number of the line after the last. */
async function fill(connection: Connection): Promise<number> {
  let next = 0;
  for (;;) {
    // A kernel does not say that it takes no more: it has a second, and the event loop many turns to hear of it.
    const since = performance.now();
    for (let turns = 0; !connection.isReady; turns++) {
      if (turns > 1000 && performance.now() - since > 1000) return next;
      await setImmediate();
    }
    connection.send(chunk(next, LINES));
    next += LINES;
  }
}

/** Without a turn of the event loop: as long as the kernel has a connection to there that is established. */
function waitForReset(port: number): void {
  const remote = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const deadline = performance.now() + 45_000;
  const isEstablished = () =>
    readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .some(([, , to, state]) => to?.endsWith(remote) && state === '01');
  while (isEstablished())
    if (performance.now() > deadline) throw new Error(`the connection to port ${port} stays`);
}

const text = (from: number, end: number) =>
  Array.from({ length: end - from }, (_, i) => line(from + i).trimEnd());

test.each([
  ['lines', () => undefined],
  ['lines over TLS', () => read(certificate())],
])('%s: those that the kernel had, and no other, arrive', async (_, secrets) => {
  const tls = secrets();
  const server = await LineServer.start({ isDeaf: true, ...(tls && { tls }) });
  const options = optionsOf(server.port, tls && { tls: untrusting });
  const connection = await connect(options, ({ text }) => text, {
    onReady: () => {},
    onLost: () => {},
  });
  const end = await fill(connection);
  expect(connection.unsent).toBeGreaterThan(0);
  expect(connection.unsent).toBeLessThanOrEqual(LINES);
  connection.destroy();
  const there = end - connection.unsent;
  server.wake();
  await server.waitForLines(there);
  await expect.poll(() => server.connections).toBe(0);
  expect(server.lines).toEqual(text(0, there));
});

test('pickles: half a message counts for nothing', async () => {
  const server = await LineServer.start({ isDeaf: true });
  const encode = ({ text }: { text: string }) => pickle(text);
  const options = optionsOf(server.port, { protocol: 'pickle' });
  const connection = await connect(options, encode, { onReady: () => {}, onLost: () => {} });
  await fill(connection);
  expect(connection.unsent).toBe(LINES);
  connection.destroy();
  expect(connection.unsent).toBe(LINES);
});

test('a write that fails at once has brought nothing to anybody', async () => {
  const server = await LineServer.start();
  let lost: ((reason: string) => void) | undefined;
  const gone = new Promise<string>((resolve) => {
    lost = resolve;
  });
  const connection = await connect(optionsOf(server.port), ({ text }) => text, {
    onReady: () => {},
    onLost: (reason) => lost?.(reason),
  });
  connection.send(chunk(0, 5));
  await server.waitForLines(5);
  const { port } = server;
  const killed = server.kill();
  waitForReset(port);
  connection.send(chunk(5, 7));
  expect(connection.isReady).toBe(false);
  expect(connection.unsent).toBe(7);
  expect(await gone).toMatch(/connection (reset|closed by the receiver)/);
  expect(connection.unsent).toBe(7);
  await killed;
});

test('nothing is unsent of what was taken', async () => {
  const server = await LineServer.start();
  const connection = await connect(optionsOf(server.port), ({ text }) => text, {
    onReady: () => {},
    onLost: () => {},
  });
  connection.send(chunk(0, 5));
  expect(connection.unsent).toBe(0);
  await server.waitForLines(5);
  await connection.end();
  expect(connection.unsent).toBe(0);
});
