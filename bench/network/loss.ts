import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Daemon, type Site } from '../daemon/daemon.ts';
import { pluginDir } from '../daemon/peers.ts';
import { sendFromCollectd } from './capture.ts';
import { type Loss, ours } from './results.ts';

/** How much is lost when collectd sends as fast as it can: a Reader against a collectd server. */

interface Receiver {
  readonly port: number;
  /** Datagrams that it dropped itself, and that it received in all. */
  finish(): Promise<{ own: number; received: number }>;
}

/** What the kernel dropped of a socket's datagrams, by its port. */
function kernelDrops(port: number): number | undefined {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  for (const line of readFileSync('/proc/net/udp', 'utf8').split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/);
    if (fields[1]?.endsWith(`:${hex}`)) return Number(fields.at(-1));
  }
  return undefined;
}

/** In a process of its own, as an application would be. */
async function startReader(): Promise<Receiver> {
  const code = `
    import { Reader } from '${new URL('../../dist/network/index.js', import.meta.url).href}';
    const reader = new Reader({ host: '127.0.0.1', port: 0 });
    await reader.ready;
    console.log(reader.address().port);
    process.stdin.once('data', () => reader.close());
    let sum = 0;
    for await (const item of reader) if (item.kind === 'values') sum += Number(item.values[0]);
    console.log(JSON.stringify({ ...reader.statistics, sum }));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const port = Number((await lines.next()).value);
  return {
    port,
    async finish() {
      child.stdin.end('end');
      const { dropped, datagrams } = JSON.parse(String((await lines.next()).value)) as {
        dropped: number;
        datagrams: number;
      };
      await once(child, 'exit');
      return { own: dropped, received: datagrams };
    },
  };
}

/** A server without a write plugin: none is faster. */
async function startServer(site: Site, port: number): Promise<Receiver> {
  const dir = join(site.dir, 'server');
  mkdirSync(dir, { recursive: true });
  const daemon = new Daemon(
    { ...site, dir },
    {
      interval: 10,
      baseDir: join(dir, 'base'),
      config: [
        `PluginDir "${pluginDir}"`,
        'LoadPlugin network',
        '<Plugin network>',
        `  Listen "127.0.0.1" "${port}"`,
        '</Plugin>',
      ],
    },
  );
  const deadline = performance.now() + 20_000;
  while (kernelDrops(port) === undefined) {
    if (performance.now() > deadline) throw new Error(`collectd does not listen:\n${daemon.log}`);
    await sleep(25);
  }
  return {
    port,
    async finish() {
      await daemon.stop();
      return { own: 0, received: 0 };
    },
  };
}

/** Rounds alternate, so that a slow minute hits both. */
export async function measureLoss(site: Site, rounds: number, values: number): Promise<Loss[]> {
  const losses: Loss[] = [];
  for (let round = 0; round < rounds; round++) {
    const reader = await startReader();
    const { own, received, kernel } = await load(site, reader, values);
    losses.push({ who: ours, sent: received + kernel, kernel, own });
    const server = await load(site, await startServer(site, reader.port), values);
    losses.push({ who: 'collectd', sent: received + kernel, kernel: server.kernel, own: 0 });
  }
  const sum = (who: string): Loss =>
    losses
      .filter((loss) => loss.who === who)
      .reduce((a, b) => ({
        who,
        sent: a.sent + b.sent,
        kernel: a.kernel + b.kernel,
        own: a.own + b.own,
      }));
  return [sum(ours), sum('collectd')];
}

async function load(site: Site, receiver: Receiver, values: number) {
  await sendFromCollectd(site, { port: receiver.port, values, series: 1000 });
  const kernel = kernelDrops(receiver.port) ?? 0;
  return { kernel, ...(await receiver.finish()) };
}
