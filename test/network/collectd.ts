// Real collectd daemons as senders and receivers.
import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { type Daemon, startDaemon } from '../daemon/harness/index.ts';
import { waitFor } from '../daemon/harness/wait.ts';

export interface Security {
  readonly level: 'None' | 'Sign' | 'Encrypt';
  readonly username: string;
  readonly password: string;
}

/** A collectd that sends to `address` what it is told through a socket. */
export async function startSender(
  address: string,
  port: number,
  options: { security?: Security; lines?: string } = {},
): Promise<{ daemon: Daemon; command: (line: string) => Promise<void> }> {
  const { security, lines = '' } = options;
  const protection =
    security === undefined
      ? ''
      : `SecurityLevel ${security.level}\nUsername "${security.username}"\nPassword "${security.password}"`;
  const daemon = await startDaemon({
    interval: 10,
    config: (dir) => `LoadPlugin network
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
  const socket = createConnection(`${daemon.dir}/socket`);
  const answers = createInterface({ input: socket })[Symbol.asyncIterator]();
  const command = async (line: string): Promise<void> => {
    socket.write(`${line}\n`);
    const { value } = await answers.next();
    if (!String(value).startsWith('0 ')) throw new Error(`${line}: ${value}`);
  };
  return { daemon, command };
}

/** A collectd that receives on `address`, and writes it with its csv plugin. */
export async function startReceiver(
  address: string,
  port: number,
  options: { level?: 'None' | 'Sign' | 'Encrypt'; users?: string; lines?: string } = {},
): Promise<Daemon> {
  const { level, users, lines = '' } = options;
  const protection = level === undefined ? '' : `SecurityLevel ${level}\nAuthFile "`;
  const daemon = await startDaemon({
    files: users === undefined ? {} : { users },
    interval: 10,
    config: (dir) => `LoadPlugin network
<Plugin network>
  <Listen "${address}" "${port}">
    ${protection === '' ? '' : `${protection}${dir}/plugins/users"`}
    ${lines}
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
  await daemon.waitForLog(/Initialization complete/);
  await waitFor(() => isBound(port), 20);
  return daemon;
}

/** The receive thread opens its socket when it likes. */
async function isBound(port: number): Promise<boolean> {
  const { readFile } = await import('node:fs/promises');
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const tables = await Promise.all([
    readFile('/proc/net/udp', 'utf8'),
    readFile('/proc/net/udp6', 'utf8'),
  ]);
  return tables.some((table) => table.includes(`:${hex} `));
}
