import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import type { Site } from '../daemon/daemon.ts';
import { drive, type Pass, type Task } from '../daemon/driver.ts';
import { pluginDir } from '../daemon/peers.ts';
import { type Callback, nodejsBuilt, nodejsConfig } from '../pipeline/subjects.ts';
import { cost } from '../report/results.ts';
import type { CarbonEffort } from './effort.ts';
import { type CarbonResults, type CarbonTiming, type Writer, writers } from './results.ts';

/** From collectd to a TCP socket, with the same lines: three writers side by side. */

const plugins = resolve(import.meta.dirname, '../../plugins');

function callback(site: Site, who: Writer, port: number): Callback {
  if (who === 'TypeScript') {
    const block = [`LineReceiverHost "127.0.0.1"`, `LineReceiverPort ${port}`];
    const lines = nodejsConfig(plugins, ['carbon_writer']);
    lines.splice(-1, 0, '<Module carbon_writer>', ...block, '</Module>');
    return { identifier: 'nodejs.carbon_writer', config: lines };
  }
  if (who === 'Python') {
    const lines = [`ModulePath "${site.peers}"`, 'Import "bench_carbon"'];
    return {
      identifier: 'python.bench',
      config: [
        `PluginDir "${pluginDir}"`,
        'LoadPlugin python',
        '<Plugin python>',
        ...lines,
        '</Plugin>',
      ],
    };
  }
  // With the options that make it write the same values under the same names.
  const node = [
    'Host "127.0.0.1"',
    `Port "${port}"`,
    'StoreRates false',
    'SeparateInstances true',
    'AlwaysAppendDS true',
  ];
  return {
    identifier: 'write_graphite/bench',
    config: [
      `PluginDir "${pluginDir}"`,
      'LoadPlugin write_graphite',
      '<Plugin write_graphite>',
      '<Node "bench">',
      ...node,
      '</Node>',
      '</Plugin>',
    ],
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Rounds alternate between the writers, so that a slow minute hits all of them. */
export async function measureCarbon(site: Site, effort: CarbonEffort): Promise<CarbonResults> {
  const chosen = writers.filter((who) => who !== 'TypeScript' || nodejsBuilt());
  const ways = ['dispatch', 'write'] as const;
  const entries = ways.flatMap((way) => chosen.map((who) => ({ way, who, passes: [] as Pass[] })));
  for (let round = 0; round < effort.rounds; round++) {
    for (const { way, who, passes } of entries) {
      const port = await freePort();
      const task: Task = {
        mode: 'carbon',
        port,
        isDispatched: way === 'dispatch',
        values: effort.values,
        warmup: 1,
        passes: effort.passes,
      };
      const env = { BENCH_PORT: String(port) };
      passes.push(...(await drive(site, task, callback(site, who, port), env)));
    }
  }
  compareLines(entries);
  return entries.map(({ way, who, passes }): CarbonTiming => {
    const each = (of: 'wall' | 'cpu') => cost(passes.map((pass) => (pass[of] / pass.seen) * 1e6));
    const lines = passes[0]?.seen ?? 0;
    const timing = { way, who, lines, passes: passes.length, wall: each('wall'), cpu: each('cpu') };
    announce(timing);
    return timing;
  });
}

/** A writer that leaves something out cannot be compared. write_graphite writes other digits. */
function compareLines(entries: readonly { who: Writer; passes: readonly Pass[] }[]): void {
  const known: string[] = [];
  for (const { who, passes } of entries) {
    if (who === 'write_graphite') continue;
    for (const [number, { seen, bytes, sum }] of passes.entries()) {
      const lines = `${seen} lines of ${bytes} bytes with the sum ${sum}`;
      const other = known[number];
      if (other !== undefined && other !== lines)
        throw new Error(`${who} wrote ${lines} instead of ${other}`);
      known[number] = lines;
    }
  }
}

function announce({ way, who, wall, cpu }: CarbonTiming): void {
  console.log(
    `bench: carbon   ${who.padEnd(16)} ${way.padEnd(9)} ${wall.median.toFixed(3)} µs (at best ${wall.min.toFixed(3)}), CPU ${cpu.median.toFixed(3)} µs (at best ${cpu.min.toFixed(3)})`,
  );
}
