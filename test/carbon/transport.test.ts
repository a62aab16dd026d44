// Datagrams and TLS.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { quote } from '../daemon/harness/index.ts';
import { reporting, waitForReport } from '../daemon/harness/reported.ts';
import { unusedEndpoint } from '../network/endpoint.ts';
import { receiver, startCarbonWriter } from './carbon-writer.ts';
import { certificate, read } from './certificate.ts';
import { LineServer } from './line-server.ts';

const METRICS = 300;

const source = `
import collectd, { Values } from 'collectd';
const vl = new Values({ plugin: 'p', type: 'gauge', time: 1732177000 });
collectd.register_read(() => {
  for (let i = 0; i < ${METRICS}; i++) vl.dispatch({ type_instance: 'm' + i, values: [i] });
}, 3600);
`;

const expected = Array.from(
  { length: METRICS },
  (_, i) => `testhost.p.gauge.m${i}.value ${i}.000000 1732177000`,
).sort();

test('datagrams hold whole lines, as many as fit, and none is empty', async () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  onTestFinished(() => void socket.close());
  await once(socket, 'listening');
  const datagrams: string[] = [];
  socket.on('message', (data) => datagrams.push(data.toString()));
  const daemon = await startCarbonWriter({
    options: receiver(socket.address(), 'LineReceiverProtocol "udp"'),
    source,
  });
  const lines = () => datagrams.join('').trimEnd().split('\n');
  await expect.poll(() => lines().sort()).toEqual(expected);
  for (const one of datagrams) expect(one).toMatch(/^(testhost\S+ \S+ \d+\n)+$/);
  expect(Math.max(...datagrams.map(({ length }) => length))).toBeLessThanOrEqual(1452);
  expect(datagrams.length).toBeLessThan(METRICS / 10);
  expect((await daemon.stop()).log).not.toMatch(/carbon_writer.*(lost|cannot)/);
});

test('TLS, with the receiver known and this side as well', async () => {
  const theirs = certificate();
  const own = certificate();
  const server = await LineServer.start({
    tls: {
      ...read(theirs),
      ca: readFileSync(own.cert),
      requestCert: true,
      rejectUnauthorized: true,
    },
  });
  const daemon = await startCarbonWriter({
    options: `LineReceiverHost "localhost"
      LineReceiverPort ${server.port}
      TLSEnabled true
      TLSCACert ${quote(theirs.cert)}
      TLSClientCert ${quote(own.cert)}
      TLSClientKey ${quote(own.key)}`,
    source,
  });
  await server.waitForLines(METRICS);
  expect(server.lines.sort()).toEqual(expected);
  expect(daemon.log()).toContain(`localhost:${server.port} (tcp, TLS): connected.`);
  await daemon.stop();
});

test('TLS: a receiver that nobody vouches for gets nothing, unless that is wanted', async () => {
  const server = await LineServer.start({ tls: read(certificate()) });
  const options = `LineReceiverHost "localhost"\nLineReceiverPort ${server.port}\nTLSEnabled true`;
  const refusing = await startCarbonWriter({ options, source });
  await refusing.waitForLog(/\(tcp, TLS\): cannot connect: self[- ]signed certificate/);
  await refusing.stop();
  expect(server.lines).toEqual([]);
  const trusting = await startCarbonWriter({ options: `${options}\nTLSVerifyPeer false`, source });
  await server.waitForLines(METRICS);
  await trusting.stop();
});

test('TLS: the certificate has to be for the host, or for TLSServerName', async () => {
  const own = certificate();
  const server = await LineServer.start({ tls: read(own) });
  const options = receiver(server.endpoint, `TLSEnabled true\nTLSCACert ${quote(own.cert)}`);
  const refusing = await startCarbonWriter({ options, source });
  await refusing.waitForLog(/\(tcp, TLS\): cannot connect: .*127\.0\.0\.1 is not in the cert/);
  await refusing.stop();
  expect(server.lines).toEqual([]);
  const naming = await startCarbonWriter({
    options: `${options}TLSServerName "localhost"`,
    source,
  });
  await server.waitForLines(METRICS);
  await naming.stop();
});

test('over UDP a host that says that nobody listens is away, and is tried again', async () => {
  const endpoint = await unusedEndpoint();
  const daemon = await startCarbonWriter({
    options: receiver(endpoint, 'LineReceiverProtocol "udp"\nFlushInterval 0.1'),
    source: source.replace('3600', '0.2'),
  });
  await daemon.waitForLog(/\(udp\): connection refused.* Lines are kept until it can be reached/);
  const socket = createSocket('udp4').bind(endpoint.port, endpoint.address);
  onTestFinished(() => void socket.close());
  let lines = 0;
  socket.on('message', (data) => {
    lines += data.toString().split('\n').length - 1;
  });
  await daemon.waitForLog(/\(udp\): connected after/, 45);
  await expect.poll(() => lines).toBeGreaterThanOrEqual(METRICS * 10);
  const { log } = await daemon.stop();
  expect(log.match(/connection refused/g)).toHaveLength(1);
});

test('a receiver that never answers is given up after ConnectTimeout', async () => {
  const server = await LineServer.start({ isDeaf: true });
  const daemon = await startCarbonWriter({
    options: receiver(server.endpoint, 'TLSEnabled true\nConnectTimeout 0.5'),
    files: reporting,
    source: `${source}
import { report } from './report.ts';
let seen = 0;
collectd.register_write(() => {
  if (++seen === ${METRICS}) report('written', seen);
});
`,
  });
  await daemon.waitForLog(/\(tcp, TLS\): cannot connect: no answer within 0\.5 s/);
  await waitForReport(daemon, 'written');
  const { status, log } = await daemon.stop();
  expect(status).toBe(0);
  expect(log).toContain(`${METRICS} lines are lost, because collectd stops.`);
});
