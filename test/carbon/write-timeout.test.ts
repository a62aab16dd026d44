// WriteTimeout with receivers that read nothing, silent or not.
import { expect, test } from 'vitest';
import type { ReceiverOptions } from '../../plugins/carbon_writer/options/receiver-options.ts';
import { connect } from '../../plugins/carbon_writer/receiver/tcp.ts';
import { certificate, read } from './certificate.ts';
import { chunk } from './chunks.ts';
import { LineServer } from './line-server.ts';

/** 17 megabytes: more than both kernels take. */
const MUCH = 1_000_000;
const LINES = 200_000;

async function connected(server: LineServer, tls?: ReceiverOptions['tls']) {
  const options: ReceiverOptions = {
    host: '127.0.0.1',
    port: server.port,
    protocol: 'tcp',
    bufferSize: 1,
    spoolDir: undefined,
    reconnectInterval: 0,
    connectTimeout: 20,
    writeTimeout: 1,
    tls,
  };
  const reasons: string[] = [];
  const connection = await connect(options, ({ text }) => text, {
    onReady: () => {},
    onLost: (reason) => reasons.push(reason),
  });
  return { connection, reasons };
}

const untrusting = {
  caCert: undefined,
  clientCert: undefined,
  clientKey: undefined,
  verifyPeer: false,
  serverName: undefined,
};

test.each([
  ['silent', false, () => undefined],
  ['chatty', true, () => undefined],
  ['chatty over TLS', true, () => read(certificate())],
])('a %s one is given up', async (_, isChatty, secrets) => {
  const tls = secrets();
  const server = await LineServer.start({ isDeaf: true, isChatty, ...(tls && { tls }) });
  const { connection, reasons } = await connected(server, tls && untrusting);
  connection.send(chunk(0, MUCH));
  await expect.poll(() => reasons).toEqual(['nothing was accepted for 1 s']);
  expect(connection.isReady).toBe(false);
});

test('a chatty one that does not end its side ends no end()', async () => {
  const server = await LineServer.start({ isDeaf: true, isChatty: true });
  const { connection, reasons } = await connected(server);
  connection.send(chunk(0, 5));
  await expect(connection.end()).rejects.toThrow('no end in time');
  expect(reasons).toEqual([]);
});

test('a receiver that reads slowly, with pauses below WriteTimeout, gets all', async () => {
  const server = await LineServer.start({ rate: 3_000_000 });
  const { connection, reasons } = await connected(server);
  connection.send(chunk(0, LINES));
  await server.waitForLines(LINES);
  await connection.end();
  expect(reasons).toEqual([]);
});
