// Debian's Carbon, on ports and in directories of the test's own.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { isAlive, signal, waitFor } from '../daemon/harness/index.ts';
import { type Endpoint, randomAddress } from '../network/endpoint.ts';

const program = '/usr/bin/carbon-cache';

/** On an address of its own there is nobody to share ports with. */
const ports = { line: 2003, pickle: 2004, query: 7002 };

/** A point for each second. */
const schema = '[all]\npattern = .*\nretentions = 1s:1h\n';

/** Reads whisper files: one process for all of them. Debian's Python is the one that has the module. */
const fetch = `
import json, sys, whisper
queries = json.load(sys.stdin)
json.dump([whisper.fetch(file, since - 1, until) for file, since, until in queries], sys.stdout)
`;

export interface Query {
  metric: string;
  from: number;
  until: number;
}

export class Carbon {
  /** Lines, over TCP and UDP. */
  readonly lines: Endpoint;
  readonly pickles: Endpoint;
  readonly #dir: string;

  private constructor(dir: string, address: string) {
    this.#dir = dir;
    this.lines = { address, port: ports.line };
    this.pickles = { address, port: ports.pickle };
  }

  static async start(): Promise<Carbon> {
    const address = randomAddress();
    const dir = temporary({ 'conf/storage-schemas.conf': schema });
    const carbon = new Carbon(dir, address);
    const config = temporary({ 'carbon.conf': configuration(dir, address) });
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
      await waitFor(() => !isAlive(child.pid as number), 45);
    });
    await once(child, 'spawn');
    await waitFor(
      async () => (await accepts(carbon.lines)) && (await accepts(carbon.pickles)),
      90,
      () => carbon.output(),
    );
    return carbon;
  }

  output(): string {
    return readFileSync(join(this.#dir, 'output'), 'utf8');
  }

  /** Values by second, of the whisper file of each metric. */
  points(queries: readonly Query[]): Map<number, number>[] {
    const fileOf = (metric: string) =>
      join(this.#dir, 'storage/whisper', `${metric.replaceAll('.', '/')}.wsp`);
    const there = queries.filter(({ metric }) => existsSync(fileOf(metric)));
    const input = there.map(({ metric, from, until }) => [fileOf(metric), from, until]);
    const { stdout, stderr, status } = spawnSync('/usr/bin/python3', ['-c', fetch], {
      encoding: 'utf8',
      input: JSON.stringify(input),
    });
    if (status !== 0) throw new Error(stderr);
    const found = JSON.parse(stdout) as [number[], (number | null)[]][];
    return queries.map((query) => pointsOf(found[there.indexOf(query)]));
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

function pointsOf([[start = 0, , step = 1], values]: [number[], (number | null)[]] = [[], []]) {
  const points = new Map<number, number>();
  for (const [i, value] of values.entries())
    if (value !== null) points.set(start + i * step, value);
  return points;
}

function configuration(dir: string, address: string): string {
  return `[cache]
STORAGE_DIR = ${dir}/storage
LOCAL_DATA_DIR = ${dir}/storage/whisper
CONF_DIR = ${dir}/conf
LOG_DIR = ${dir}/log
PID_DIR = ${dir}/run
USER =
MAX_CREATES_PER_MINUTE = inf
MAX_UPDATES_PER_SECOND = inf
LINE_RECEIVER_INTERFACE = ${address}
LINE_RECEIVER_PORT = ${ports.line}
ENABLE_UDP_LISTENER = True
UDP_RECEIVER_INTERFACE = ${address}
UDP_RECEIVER_PORT = ${ports.line}
PICKLE_RECEIVER_INTERFACE = ${address}
PICKLE_RECEIVER_PORT = ${ports.pickle}
CACHE_QUERY_INTERFACE = ${address}
CACHE_QUERY_PORT = ${ports.query}
ENABLE_TAGS = False
TAG_HASH_FILENAMES = False
CARBON_METRIC_INTERVAL = 0
`;
}

function accepts({ address, port }: Endpoint): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
