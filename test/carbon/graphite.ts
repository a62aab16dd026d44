// Debian's Carbon, on ports and in directories of the test's own.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { isAlive, signal, waitFor } from '../daemon/harness/index.ts';
import { freePort } from './carbon-writer.ts';

const program = '/usr/bin/carbon-cache';

/** A point for each second. */
const schema = '[all]\npattern = .*\nretentions = 1s:1h\n';

interface Ports {
  /** Lines, over TCP and UDP. */
  line: number;
  pickle: number;
}

export class Carbon {
  readonly ports: Ports;
  readonly #dir: string;

  private constructor(dir: string, ports: Ports) {
    this.#dir = dir;
    this.ports = ports;
  }

  static async start(): Promise<Carbon> {
    const ports = { line: await freePort(), pickle: await freePort() };
    const dir = temporary({ 'conf/storage-schemas.conf': schema });
    const carbon = new Carbon(dir, ports);
    const config = temporary({ 'carbon.conf': configuration(dir, ports, await freePort()) });
    for (const name of ['storage/whisper', 'log', 'run'])
      mkdirSync(join(dir, name), { recursive: true });
    const output = openSync(join(dir, 'output'), 'a');
    const child = spawn(
      'setpriv',
      [
        '--pdeathsig',
        'KILL',
        program,
        `--config=${config}/carbon.conf`,
        `--pidfile=${dir}/run/carbon.pid`,
        '--nodaemon',
        'start',
      ],
      { stdio: ['ignore', output, output] },
    );
    closeSync(output);
    onTestFinished(async () => {
      if (child.pid === undefined) return;
      signal(child.pid, 'SIGTERM');
      await waitFor(() => !isAlive(child.pid as number), 20);
    });
    await once(child, 'spawn');
    await waitFor(
      () => accepts(ports.line).then(async (line) => line && (await accepts(ports.pickle))),
      60,
      () => carbon.output(),
    );
    return carbon;
  }

  output(): string {
    return readFileSync(join(this.#dir, 'output'), 'utf8');
  }

  /** Values by second, of a metric's whisper file. */
  points(metric: string, from: number, until: number): Map<number, number> {
    const file = join(this.#dir, 'storage/whisper', `${metric.replaceAll('.', '/')}.wsp`);
    if (!existsSync(file)) return new Map();
    const range = [`--from=${from - 1}`, `--until=${until}`];
    const { stdout, stderr, status } = spawnSync('whisper-fetch', ['--json', ...range, file], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    const { start, step, values } = JSON.parse(stdout) as {
      start: number;
      step: number;
      values: (number | null)[];
    };
    const points = new Map<number, number>();
    for (const [i, value] of values.entries())
      if (value !== null) points.set(start + i * step, value);
    return points;
  }

  /** The names of files below `_tagged`, which are the names of tagged metrics. */
  tagged(): string[] {
    const directory = join(this.#dir, 'storage/whisper/_tagged');
    if (!existsSync(directory)) return [];
    return readdirSync(directory, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.wsp'));
  }
}

function configuration(dir: string, ports: Ports, query: number): string {
  return `[cache]
STORAGE_DIR = ${dir}/storage
LOCAL_DATA_DIR = ${dir}/storage/whisper
CONF_DIR = ${dir}/conf
LOG_DIR = ${dir}/log
PID_DIR = ${dir}/run
USER =
MAX_CREATES_PER_MINUTE = inf
MAX_UPDATES_PER_SECOND = inf
LINE_RECEIVER_INTERFACE = 127.0.0.1
LINE_RECEIVER_PORT = ${ports.line}
ENABLE_UDP_LISTENER = True
UDP_RECEIVER_INTERFACE = 127.0.0.1
UDP_RECEIVER_PORT = ${ports.line}
PICKLE_RECEIVER_INTERFACE = 127.0.0.1
PICKLE_RECEIVER_PORT = ${ports.pickle}
CACHE_QUERY_INTERFACE = 127.0.0.1
CACHE_QUERY_PORT = ${query}
ENABLE_TAGS = False
TAG_HASH_FILENAMES = False
CARBON_METRIC_INTERVAL = 0
`;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
