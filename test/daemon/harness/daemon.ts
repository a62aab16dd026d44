// A running collectd.
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Row, readCsv } from './csv.ts';
import { isAlive, signal } from './process.ts';
import { type Truthy, waitFor } from './wait.ts';

export interface Ending {
  /** Of a daemonized collectd nobody knows it: null, as when a signal ended it. */
  status: number | null;
  signal: NodeJS.Signals | null;
  /** From the request to stop, or from the call that waited. */
  seconds: number;
  log: string;
}

export class Daemon {
  readonly dir: string;
  readonly #child: ChildProcess;
  readonly #daemonized: boolean;
  readonly #sent = new Set<NodeJS.Signals>();
  #lastPid: number | undefined;

  constructor(dir: string, child: ChildProcess, daemonized: boolean) {
    this.dir = dir;
    this.#child = child;
    this.#daemonized = daemonized;
  }

  /** Of collectd itself: when daemonized, of the child that wrote the pid file. */
  get pid(): number {
    const pid = this.#daemonized ? this.#daemonizedPid() : this.#child.pid;
    if (!pid) throw new Error(`collectd has no pid yet\n${this.tail()}`);
    return pid;
  }

  get running(): boolean {
    if (!this.#daemonized) return this.#child.exitCode === null && this.#child.signalCode === null;
    const pid = this.#daemonizedPid();
    return pid !== undefined && isAlive(pid);
  }

  /** Remembered: collectd removes its pid file a little before it ends. */
  #daemonizedPid(): number | undefined {
    try {
      this.#lastPid = Number(readFileSync(join(this.dir, 'collectd.pid'), 'utf8')) || this.#lastPid;
    } catch {
      // Not written yet, or removed already.
    }
    return this.#lastPid;
  }

  /** Everything logged or printed so far. */
  log(): string {
    const file = join(this.dir, 'collectd.log');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  tail(lines = 40): string {
    return this.log().trimEnd().split('\n').slice(-lines).join('\n');
  }

  /** For the output of a test that failed. */
  state(): string {
    return `The log of collectd ends:\n${this.tail()}`;
  }

  csv(identifier: string): Row[] {
    return readCsv(this.dir, identifier);
  }

  waitFor<T>(condition: () => T | Promise<T>, seconds = 20): Promise<Truthy<T>> {
    return waitFor(condition, seconds, () => `${condition}\nThe log ends:\n${this.tail()}`);
  }

  /** Waits for a line of the log. A daemon that has ended will not write it any more. */
  async waitForLog(pattern: RegExp, seconds = 20): Promise<RegExpMatchArray> {
    return this.waitFor(() => {
      const running = this.running;
      const match = this.log().match(pattern);
      if (!match && !running) throw new Error(`collectd ended without ${pattern}:\n${this.tail()}`);
      return match;
    }, seconds);
  }

  kill(name: NodeJS.Signals): void {
    this.#sent.add(name);
    if (this.running) signal(this.pid, name);
  }

  /** Asks it to stop as an init system would, and waits. One that does not is killed, and that is an error. */
  stop(seconds = 20): Promise<Ending> {
    this.kill('SIGTERM');
    return this.waitForExit(seconds);
  }

  async waitForExit(seconds = 20): Promise<Ending> {
    const since = performance.now();
    try {
      await this.waitFor(() => !this.running, seconds);
    } catch (error) {
      this.kill('SIGKILL');
      throw error;
    }
    const child = this.#daemonized ? undefined : this.#child;
    return {
      status: child?.exitCode ?? null,
      signal: child?.signalCode ?? null,
      seconds: (performance.now() - since) / 1000,
      log: this.log(),
    };
  }

  /** For the end of a test: leaves no process, and tells of a crash that nobody looked at. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.running) await this.stop();
    const { signalCode } = this.#child;
    if (signalCode && !this.#sent.has(signalCode)) {
      throw new Error(`collectd was ended by ${signalCode}:\n${this.tail()}`);
    }
  }
}
