// A module closes only what it has opened: all other descriptors are of collectd, its plugins and other workers.
import { expect, test } from 'vitest';
import { reported, waitForReport } from '../daemon/harness/reported.ts';
import { expectReads, expectUnharmed, locationOf, startHazard } from './hazard.ts';

const head = `
import { createSocket } from 'node:dgram';
import fs from 'node:fs';
import { createServer, Socket } from 'node:net';
import tty from 'node:tty';
import { promisify } from 'node:util';
import { report, thrown } from './report.ts';
import { afterStart } from './start.ts';
/** Those of the process that this module has not opened. */
const foreign = fs.readdirSync('/proc/self/fd').map(Number).filter((fd) => fd > 2 && fs.existsSync('/proc/self/fd/' + fd));
`;

const closing = `
const codes = new Set<unknown>();
const code = (error: any): unknown => codes.add(error?.code ?? String(error));
const handles = (): object[] => (process as any)._getActiveHandles();
afterStart(async () => {
  for (const fd of foreign) {
    try { fs.closeSync(fd); code('closed'); } catch (error) { code(error); }
    await promisify(fs.close)(fd).then(() => code('closed'), code);
    await new Promise<void>((done) => fs.createReadStream('', { fd }).on('error', code).on('close', done).destroy());
    await new Promise<void>((done) => fs.createWriteStream('', { fd }).on('error', code).on('close', done).destroy());
  }
  report('codes', [...codes]);
});`;

test('whichever way it goes about closing others, all stay open', async () => {
  const daemon = await startHazard({ text: head + closing });
  await waitForReport(daemon, 'codes');
  expect(reported(daemon, 'codes')).toEqual([['ERR_COLLECTD_PROCESS']]);
  expect(daemon.log()).toMatch(
    /fs\.closeSync\(\d+\): refused: fs\.open\(\) of this worker has not opened the descriptor \d+ \(bad, /,
  );
  expect(daemon.log()).toContain(locationOf(daemon, head + closing, 'fs.closeSync(fd)'));
  expect(daemon.log().match(/fs\.closeSync\(\d+\): refused/g)).toHaveLength(1);
  expect(daemon.log()).not.toContain('unmanaged mode');
  await expectUnharmed(daemon);
});

/** Sockets of collectd's own plugins. */
const listening = (dir: string): string => `LoadPlugin unixsock
<Plugin unixsock>
  SocketFile "${dir}/sock"
</Plugin>
LoadPlugin network
<Plugin network>
  Listen "127.0.0.1" "0"
</Plugin>`;

const adopting = `
const ways: Record<string, (fd: number) => unknown> = {
  socket: (fd) => new Socket({ fd }).on('error', () => {}).destroy(),
  server: (fd) => createServer().on('error', failed).on('listening', adopted).listen({ fd }),
  datagrams: (fd) => createSocket('udp4').on('error', failed).on('listening', adopted).bind({ fd }),
  input: (fd) => new tty.ReadStream(fd).destroy(),
  output: (fd) => new tty.WriteStream(fd).destroy(),
  called: (fd) => (tty as any).WriteStream(fd).destroy(),
  inherited: (fd) => new (class extends tty.ReadStream {})(fd).destroy(),
  constructed: (fd) => new (tty.ReadStream.prototype as any).constructor(fd).destroy(),
  pipe: (fd) => { const other = new Socket() as any; other.connect('/no/such/socket').on('error', () => {});
    const handle = new other._handle.constructor(0); handle.open(fd); handle.close(); },
  binding: (fd) => new ((process as any).binding('fs').FileHandle)(fd).close(),
};
let codes = new Set<unknown>();
const failed = (error: any): void => { codes.add(error.code); };
const adopted = (): void => { codes.add('adopted'); };
afterStart(async () => {
  for (const [name, way] of Object.entries(ways)) {
    codes = new Set();
    // dgram takes { fd: 0 } for none.
    for (const fd of [...(name === 'datagrams' ? [] : [0]), 1, 2, ...foreign]) {
      try { way(fd); if (!/server|datagrams/.test(name)) adopted(); } catch (error) { failed(error); }
      await new Promise((done) => setImmediate(done));
    }
    report(name, [...codes].sort());
  }
  report('end', true);
});`;

test('no socket and no terminal is made of them', async () => {
  const daemon = await startHazard({ text: head + adopting, before: listening });
  await waitForReport(daemon, 'end');
  for (const way of ['socket', 'server', 'datagrams']) {
    const [codes = []] = reported<string[]>(daemon, way) as unknown as string[][];
    expect(codes, way).toContain('ERR_COLLECTD_PROCESS');
    // Node itself cannot make them of most.
    expect(codes, way).not.toContain('adopted');
  }
  for (const way of ['input', 'output', 'called', 'inherited', 'constructed', 'pipe', 'binding'])
    expect(reported(daemon, way), way).toEqual([['ERR_COLLECTD_PROCESS']]);
  await expectUnharmed(daemon);
});

const twice = `
import { execFileSync } from 'node:child_process';
import http2 from 'node:http2';
const error = (code: () => unknown): string => { try { return String(code()); } catch (thrown) { return (thrown as any).code; } };
const path = process.env.HOME + '/fifo';
execFileSync('mkfifo', [path]);
afterStart(async () => {
  const fd = fs.openSync('/dev/null');
  report('twice', [error(() => fs.closeSync(fd)), error(() => fs.closeSync(fd))]);
  const later = await promisify(fs.open)('/dev/null', 'r');
  report('later', [await promisify(fs.close)(later).catch((thrown) => thrown.code), await promisify(fs.close)(later).catch((thrown) => thrown.code)]);
  await promisify(fs.readFile)('/etc/hostname');
  await fs.promises.readFile('/etc/hostname');
  const handle = await fs.promises.open('/dev/null');
  report('handle', error(() => fs.closeSync(handle.fd)));
  await handle.close();
  const fifo = fs.openSync(path, 'r+');
  const socket = new Socket({ fd: fifo, readable: true, writable: true });
  report('moved', error(() => fs.closeSync(fifo)));
  socket.on('data', (text) => { report('fifo', String(text)); socket.destroy(); });
  socket.write('through');
  const server = http2.createServer().on('stream', (stream) => {
    const file = fs.openSync('/proc/self/comm');
    (stream as any).respondWithFD(file, {});
    stream.on('close', () => report('served', error(() => fs.closeSync(file))));
  }).listen(0, '127.0.0.1', () => {
    const client = http2.connect('http://127.0.0.1:' + (server.address() as any).port);
    client.request({}).on('data', (text) => report('http2', String(text))).on('close', () => { client.close(); server.close(); });
  });
  report('stream', await new Promise((done) => fs.createReadStream('/proc/self/comm').on('data', (text) => done(String(text)))));
});`;

test('what it has opened is closed once, and what became a socket is not closed beside it', async () => {
  const daemon = await startHazard({ text: head + twice });
  await waitForReport(daemon, 'stream');
  await waitForReport(daemon, 'fifo');
  await waitForReport(daemon, 'served');
  expect(reported(daemon, 'twice')).toEqual([['undefined', 'EBADF']]);
  expect(reported(daemon, 'later')).toEqual([[null, 'EBADF']]);
  expect(reported(daemon, 'handle')).toEqual(['ERR_COLLECTD_PROCESS']);
  expect(reported(daemon, 'moved')).toEqual(['ERR_COLLECTD_PROCESS']);
  expect(reported(daemon, 'fifo')).toEqual(['through']);
  expect(reported(daemon, 'http2')).toEqual(['collectd\n']);
  expect(reported(daemon, 'served')).toEqual(['undefined']);
  expect(reported(daemon, 'stream')).toEqual(['collectd\n']);
  await expectReads(daemon);
  await expectUnharmed(daemon);
});
