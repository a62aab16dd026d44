// The scenarios of the matrix, each a test; what they measured is for the table.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { csv, type Daemon, isAlive, quote, startDaemon } from '../daemon/harness/index.ts';
import { lists, modules, options } from './modules.ts';
import type { System } from './system.ts';

export interface Measured {
  libnode: string;
  collectd: string;
  /** Seconds until collectd had initialized everything. */
  start: number;
  /** MiB; an emulator's own included. */
  rss: number;
}

export const plugin = (dir: string, lines: string) => `WriteThreads 1
LoadPlugin nodejs
<Plugin nodejs>
LogPrefix false
ModulePath ${quote(`${dir}/plugins`)}
${lines}
</Plugin>
`;

/** Read, asynchronous read, write of many values, notification, config, throwing modules, clean stop. */
export async function foreground(system: System, patience: number): Promise<Measured> {
  const since = performance.now();
  const daemon = await startDaemon({
    command: system.enter(['/usr/sbin/collectd']),
    config: (dir) => plugin(dir, options),
    files: modules,
  });
  await daemon.waitForLog(/Initialization complete/, patience);
  const start = (performance.now() - since) / 1000;
  const said = (pattern: RegExp) => daemon.waitForLog(pattern, patience);

  await said(
    /work: Ceiling \["9007199254740993"\] 0\n[^]*work: Numbers \[1.5,-2,true,"text"\] 0\n/,
  );
  await said(/work: Block \["x"\] 1\n/);
  await said(/work: wrote Zürich derive -9007199254740993 4102444800.5\n/);
  await said(/work: wrote Zürich gauge 0.1 4102444800.5 exact=9007199254740993,half=0.5\n/);
  await said(/work: wrote Zürich if_octets 1 9007199254740993 4102444800.5\n/);
  await said(/work: heard 4 grüezi\n/);
  const flood = await said(/flood: (\d+) in order, (\d+) wrong\n/);
  expect(flood.slice(1)).toEqual([String(lists), '0']);
  await said(
    /Unhandled nodejs exception in read callback: RangeError: always \(thrower, \S*thrower\.ts:3:\d+\)/,
  );
  await said(/Unhandled nodejs exception in importing module: Error: not importable \(broken, /);
  const rss = residentMiB(daemon.pid);
  const ending = await daemon.stop(patience);
  expect(ending, ending.log).toMatchObject({ status: 0, signal: null });
  expect(ending.log).toMatch(/Exiting normally\.[^]*work: shut down/);
  const [, libnode = '?'] = ending.log.match(/Node\.js v(\S+) \(/) ?? [];
  return { libnode, collectd: version(system), start, rss };
}

/** Without -f: it forks, goes on in the child, and ends when it is told to. */
export async function daemonized(system: System, patience: number): Promise<void> {
  const daemon = await startDaemon({
    args: [],
    command: system.enter(['/usr/sbin/collectd']),
    config: (dir) => plugin(dir, 'Import "work"') + csv(dir),
    files: modules,
  });
  const { pid } = daemon;
  const row = await rowOf(daemon, 'work/gauge-later', patience);
  expect(row).toEqual(['7.000000']);
  const ending = await daemon.stop(patience);
  expect(ending.log).toMatch(/Exiting normally\.[^]*work: shut down/);
  expect(isAlive(pid)).toBe(false);
}

async function rowOf(daemon: Daemon, identifier: string, patience: number): Promise<string[]> {
  return (await daemon.waitFor(() => daemon.csv(identifier).at(0), patience)).values;
}

function residentMiB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(status.match(/^VmRSS:\s+(\d+)/m)?.[1]) / 1024;
}

function version(system: System): string {
  const status = readFileSync(join(system.root, 'var/lib/dpkg/status'), 'utf8');
  return status.match(/^Package: collectd-core\n(?:.+\n)*?Version: (\S+)/m)?.[1] ?? '?';
}
