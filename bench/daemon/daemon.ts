import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectdBinary, typesDb } from './peers.ts';

/** A collectd of our own: configuration, pid file and data in a temporary directory, in the foreground. */

export interface Site {
  /** Where everything of this run is. */
  readonly dir: string;
  /** Our own compiled plugins. */
  readonly native: string;
  /** Lua's identifiers contain the path of the script, so it has to be short. */
  readonly peers: string;
}

export function createSite(): Site {
  const dir = mkdtempSync(join(tmpdir(), 'collectd-bench-'));
  const site = { dir, native: join(dir, 'native'), peers: join(dir, 'peers') };
  mkdirSync(site.native);
  symlinkSync(join(import.meta.dirname, '../peers'), site.peers);
  return site;
}

export interface Setup {
  readonly interval: number;
  readonly config: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Below it are collectd's data and the cache of transpiled modules. */
  readonly baseDir: string;
}

export class Daemon {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  #log = '';

  constructor(site: Site, setup: Setup) {
    const file = join(site.dir, 'collectd.conf');
    writeFileSync(file, configuration(site, setup).join('\n'));
    mkdirSync(setup.baseDir, { recursive: true });
    this.#child = spawn(collectdBinary, ['-f', '-C', file], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...setup.env },
    });
    this.#exited = once(this.#child, 'exit');
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => this.#read(text));
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error(`cannot start ${collectdBinary}`);
    return this.#child.pid;
  }

  /** What came on stdout and stderr; collectd's log as long as no log plugin is loaded. */
  get log(): string {
    return this.#log;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  #read(text: string): void {
    this.#log += text;
    this.#child.emit('log');
  }

  /** Resolves as soon as the log has it. */
  async logged(text: string, seconds: number): Promise<void> {
    const deadline = AbortSignal.timeout(seconds * 1000);
    while (!this.#log.includes(text)) {
      if (!this.running)
        throw new Error(`collectd ended before it logged "${text}":\n${this.#log}`);
      await Promise.race([once(this.#child, 'log', { signal: deadline }), this.#exited]);
    }
  }

  /** Resolves with the exit status when collectd ends by itself. */
  async finished(seconds: number): Promise<number | null> {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), seconds * 1000);
    await this.#exited;
    clearTimeout(timer);
    return this.#child.exitCode;
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.finished(20);
  }
}

function configuration(site: Site, setup: Setup): string[] {
  return [
    'Hostname "bench"',
    'FQDNLookup false',
    `Interval ${setup.interval}`,
    `BaseDir "${setup.baseDir}"`,
    `PIDFile "${join(site.dir, 'collectd.pid')}"`,
    `TypesDB "${typesDb}"`,
    ...setup.config,
    '',
  ];
}
