// @ts-check
// `npm start`: a collectd of its own in the foreground, with C plugins and
// TypeScript plugins. Everything it writes is below one temporary directory.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, runMain, SetupError, say } from './setup/run.mjs';
import { setUp } from './setup.mjs';

const DAEMON = '/usr/sbin/collectd';
const STOP_SECONDS = 20;

// Whoever read this may have gone (`npm start | head`): collectd is still to be stopped.
process.stdout.on('error', () => {});

await runMain(async () => {
  const seconds = parse(process.argv.slice(2));
  await setUp();
  const directory = mkdtempSync(join(tmpdir(), 'collectd-nodejs-'));
  try {
    const config = join(directory, 'collectd.conf');
    writeFileSync(config, configuration(directory, sensor(directory)));
    say(`starting ${DAEMON} -f -C ${config}`);
    say(seconds === undefined ? 'Ctrl-C stops it' : `it stops by itself after ${seconds} s`);
    process.exitCode = await runDaemon(config, seconds);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

/**
 * @param {string[]} args
 * @returns {number | undefined}  seconds to run
 */
function parse(args) {
  if (args.length === 0) return undefined;
  const value = args[0]?.startsWith('--seconds=') ? args[0].slice(10) : args[1];
  const known =
    args.length === (args[0]?.includes('=') ? 1 : 2) && args[0]?.startsWith('--seconds');
  const seconds = Number(value);
  if (known && seconds > 0 && seconds < 1e6) return seconds;
  throw new SetupError('usage: npm start [-- --seconds <number>]');
}

/**
 * Runs collectd until it ends, and ends it after the given time or at Ctrl-C.
 * @param {string} config
 * @param {number | undefined} seconds
 * @returns {Promise<number>}  exit status
 */
async function runDaemon(config, seconds) {
  const child = spawn(DAEMON, ['-f', '-C', config], { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = once(child, 'exit');
  say(`collectd is process ${child.pid}`);
  /** @type {NodeJS.Timeout[]} */
  const timers = [];
  // Ctrl-C may reach this process twice, from the terminal and from npm, and
  // collectd from the terminal too: once more does no harm.
  const stop = () => {
    child.kill('SIGTERM');
    timers.push(setTimeout(() => child.kill('SIGKILL'), STOP_SECONDS * 1000));
  };
  if (seconds !== undefined) timers.push(setTimeout(stop, seconds * 1000));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  const [status, signal] = await ended;
  for (const timer of timers) clearTimeout(timer);
  console.log(`collectd ended ${signal ? `by ${signal}` : `with exit status ${status}`}`);
  return status ?? 1;
}

/**
 * The machine's first thermal zone that has a value, or a sample file.
 * @param {string} directory
 */
function sensor(directory) {
  const zones = '/sys/class/thermal';
  for (const zone of existsSync(zones) ? readdirSync(zones).sort() : []) {
    const file = join(zones, zone, 'temp');
    try {
      if (/^-?\d+\s*$/.test(readFileSync(file, 'utf8'))) return file;
    } catch {
      // A zone that is switched off cannot be read; the next one may be.
    }
  }
  const sample = join(directory, 'sample-temperature');
  writeFileSync(sample, '42500\n');
  say(`this machine has no thermal zone: cpu_temp reads the sample ${sample}`);
  return sample;
}

/**
 * @param {string} directory
 * @param {string} path
 */
function configuration(directory, path) {
  return `FQDNLookup false
BaseDir ${quote(join(directory, 'data'))}
PIDFile ${quote(join(directory, 'collectd.pid'))}
TypesDB "/usr/share/collectd/types.db"
Interval 1

LoadPlugin logfile
<Plugin logfile>
  LogLevel info
  File STDOUT
  Timestamp false
</Plugin>

LoadPlugin cpu
<Plugin cpu>
  ReportByCpu false
  ValuesPercentage true
</Plugin>
LoadPlugin load
LoadPlugin memory

PluginDir ${quote(join(root, 'dist/collectd'))}
LoadPlugin nodejs
<Plugin nodejs>
  ModulePath ${quote(join(root, 'plugins'))}
  LogTraces true
  LogPrefix false
  Import "cpu_temp"
  Import "print"
  <Module cpu_temp>
    Path ${quote(path)}
  </Module>
</Plugin>
`;
}

/**
 * A string in collectd.conf.
 * @param {string} text
 */
function quote(text) {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
