// Real collectd daemons as senders and receivers.
import { writeFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { type Daemon, startDaemon } from '../daemon/harness/index.ts';
import { type Endpoint, randomGroup, randomPort, unusedEndpoint } from './endpoint.ts';

export interface Security {
  readonly level: 'None' | 'Sign' | 'Encrypt';
  readonly username: string;
  readonly password: string;
}

export interface Sender {
  readonly daemon: Daemon;
  /** Has collectd do something, and waits for its answer. */
  command(line: string): Promise<void>;
  /** From here on value lists reach the network plugin. */
  openGate(): void;
}

/** Holds each write thread, and with it each value list, before the network plugin has it. */
const gate = `
import os, time, collectd

def wait(_vl):
    while not os.path.exists(os.environ['HOME'] + '/open'):
        time.sleep(0.02)

collectd.register_write(wait)
`;

/** A collectd that sends to `address` what it is told through a socket, once its gate is open. */
export async function startSender(
  { address, port }: Endpoint,
  options: { security?: Security; lines?: string } = {},
): Promise<Sender> {
  const { security, lines = '' } = options;
  const protection =
    security === undefined
      ? ''
      : `SecurityLevel ${security.level}\nUsername "${security.username}"\nPassword "${security.password}"`;
  const daemon = await startDaemon({
    interval: 10,
    files: { 'gate.py': gate },
    // The network plugin registers its write callback last, at its initialization.
    config: (dir) => `LoadPlugin python
<Plugin python>
  ModulePath "${dir}/plugins"
  Import "gate"
</Plugin>
LoadPlugin network
<Plugin network>
  <Server "${address}" "${port}">
    ${protection}
    ${lines}
  </Server>
</Plugin>
LoadPlugin unixsock
<Plugin unixsock>
  SocketFile "${dir}/socket"
</Plugin>
`,
  });
  await daemon.waitForLog(/Initialization complete/);
  // A thread of the plugin makes the socket when it comes to it.
  const socket = await daemon.waitFor(() => connectedTo(join(daemon.dir, 'socket')));
  onTestFinished(() => void socket.destroy());
  const answers = createInterface({ input: socket })[Symbol.asyncIterator]();
  const command = async (line: string): Promise<void> => {
    socket.write(`${line}\n`);
    const { value } = await answers.next();
    if (!String(value).startsWith('0 ')) throw new Error(`${line}: ${value}`);
  };
  return { daemon, command, openGate: () => writeFileSync(join(daemon.dir, 'open'), '') };
}

function connectedTo(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => resolve(socket));
    socket.on('error', () => resolve(undefined));
  });
}

export interface Receiver extends Endpoint {
  readonly daemon: Daemon;
}

interface ReceiverOptions {
  level?: 'None' | 'Sign' | 'Encrypt';
  users?: string;
}

/** A collectd that receives on an endpoint of its own, and writes with its csv plugin. */
export async function startReceiver(
  by: 'IPv4' | 'IPv6' | 'multicast',
  options: ReceiverOptions = {},
): Promise<Receiver> {
  for (;;) {
    const endpoint =
      by === 'multicast'
        ? { address: randomGroup(), port: randomPort() }
        : await unusedEndpoint(by === 'IPv6' ? 'udp6' : 'udp4');
    const daemon = await startReceiverAt(endpoint, options, by === 'multicast');
    await daemon.waitForLog(/Initialization complete/);
    // It binds while it reads its configuration, and goes on without when another program was faster.
    const log = daemon.log();
    if (!log.includes('sockent_server_listen failed')) return { ...endpoint, daemon };
    if (!log.includes('bind: Address already in use')) throw new Error(log);
    await daemon.stop();
  }
}

function startReceiverAt(
  { address, port }: Endpoint,
  { level, users }: ReceiverOptions,
  isGroup: boolean,
): Promise<Daemon> {
  return startDaemon({
    files: users === undefined ? {} : { users },
    interval: 10,
    // One write thread: what came first is written first.
    config: (dir) => `WriteThreads 1
LoadPlugin network
<Plugin network>
  <Listen "${address}" "${port}">
    ${level === undefined ? '' : `SecurityLevel ${level}\nAuthFile "${dir}/plugins/users"`}
    ${isGroup ? 'Interface "lo"' : ''}
  </Listen>
</Plugin>
LoadPlugin csv
<Plugin csv>
  DataDir "${dir}/csv"
  StoreRates false
</Plugin>
LoadPlugin threshold
`,
  });
}
