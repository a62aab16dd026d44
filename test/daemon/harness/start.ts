// Starting a real collectd for a test.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cleanUpAfterTest } from './clean-up.ts';
import { head } from './config.ts';
import { Daemon, type Ending } from './daemon.ts';
import { collectdIn } from './sanitizer.ts';
import { PATIENCE, waitFor } from './wait.ts';

export interface DaemonOptions {
  /** What follows the head (see config.ts) in collectd.conf. */
  config: string | ((dir: string) => string);
  /** Files below <dir>/plugins: name and text. */
  files?: Record<string, string>;
  /** `[]` daemonizes. */
  args?: string[];
  /** Added to a small environment of the harness's own. */
  env?: Record<string, string>;
  /** The directory to start in; <dir> if not given. */
  cwd?: string;
  /** The global Interval, in seconds. */
  interval?: number;
  /** What to run instead of collectd itself, for instance a debugger: collectd's arguments follow. */
  command?: string[];
}

const collectd = '/usr/sbin/collectd';

/** Starts collectd in a directory of its own; both are gone when the test has finished. */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const dir = mkdtempSync(join(tmpdir(), 'collectd-test-'));
  writeFiles(dir, options);
  const { args = ['-f'], cwd = dir } = options;
  // The same file as the logfile plugin's: what comes before that is loaded, and stderr, in one order.
  const output = openSync(join(dir, 'collectd.log'), 'a');
  // The kernel ends it with this process, should that be killed before it can clean up.
  const [program = '', ...command] = [
    'setpriv',
    '--pdeathsig',
    'KILL',
    ...(options.command ?? [collectd]).map((word) => word.replaceAll(collectd, collectdIn(dir))),
  ];
  const child = spawn(program, [...command, ...args, '-C', join(dir, 'collectd.conf')], {
    cwd,
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', HOME: dir, ...options.env },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const daemonized = !args.includes('-f') && !args.includes('-T');
  const daemon = new Daemon(dir, child, daemonized);
  cleanUpAfterTest(daemon);
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  if (daemonized) await waitForPid(daemon, child);
  return daemon;
}

/** For one that ends by itself: with -T, or because it refuses its configuration. */
export async function runDaemon(options: DaemonOptions, seconds = PATIENCE): Promise<Ending> {
  return (await startDaemon(options)).waitForExit(seconds);
}

function writeFiles(dir: string, { config, files = {}, interval = 1 }: DaemonOptions): void {
  const text = typeof config === 'string' ? config : config(dir);
  const all: Record<string, string> = { 'collectd.conf': `${head(dir, interval)}${text}\n` };
  for (const [name, content] of Object.entries(files)) all[`plugins/${name}`] = content;
  mkdirSync(join(dir, 'plugins'));
  for (const [name, content] of Object.entries(all)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
}

/** The process that was started returns at once; the one it leaves writes the pid file. */
async function waitForPid(daemon: Daemon, child: ChildProcess): Promise<void> {
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  await waitFor(
    () => hasEnded() && (child.exitCode !== 0 || daemon.running),
    PATIENCE,
    () => `a daemonized collectd with a pid file\n${daemon.state()}`,
  );
  if (child.exitCode !== 0) throw new Error(`collectd refused to start:\n${daemon.tail()}`);
}
