// A running collectd.
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvSummary, type Row, readCsv } from './csv.ts';
import { isAlive, signal } from './process.ts';
import { reportSummary } from './reported.ts';
import { PATIENCE, sourceOf, type Truthy, waitFor } from './wait.ts';

export interface Ending {
  /** Of a daemonized collectd nobody knows it: null, as when a signal ended it. */
  status: number | null;
  signal: NodeJS.Signals | null;
  /** From the request to stop, or from the call that waited. */
  seconds: number;
  log: string;
}

/** How long after the end of collectd a wait goes on, in seconds: something may still be on its way. */
const ON_ITS_WAY = 5;

export class Daemon {
  readonly dir: string;
  readonly #child: ChildProcess;
  readonly #daemonized: boolean;
  readonly #sent = new Set<NodeJS.Signals>();
  /** What is being waited for, for the output of a test that runs out of time. */
  readonly #waits = new Set<() => string>();
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
    const { pid, exitCode, signalCode } = this.#child;
    if (!this.#daemonized) return pid !== undefined && exitCode === null && signalCode === null;
    const daemonized = this.#daemonizedPid();
    return daemonized !== undefined && isAlive(daemonized);
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
    return [
      `collectd ${this.#condition()}.`,
      ...[...this.#waits].map((what) => `The test still waits for ${what()}`),
      reportSummary(this.dir),
      csvSummary(this.dir),
      `The log ends:\n${this.tail()}`,
    ]
      .filter((part) => part !== '')
      .join('\n');
  }

  #condition(): string {
    if (this.running) return 'runs';
    if (this.#daemonized) return 'has ended';
    const { pid, exitCode, signalCode } = this.#child;
    if (pid === undefined) return 'was not started';
    return signalCode ? `was ended by ${signalCode}` : `has ended with status ${exitCode}`;
  }

  csv(identifier: string): Row[] {
    return readCsv(this.dir, identifier);
  }

  /** Also ends when collectd ends meanwhile, and the condition does not hold soon after that. */
  waitFor<T>(
    condition: () => T | Promise<T>,
    seconds = PATIENCE,
    what: () => string = () => sourceOf(condition),
  ): Promise<Truthy<T>> {
    return this.#wait(condition, seconds, what, this.running ? ON_ITS_WAY : seconds);
  }

  /** Waits for whole lines of the log. A daemon that has ended will not write them any more. */
  waitForLog(pattern: RegExp, seconds = PATIENCE): Promise<RegExpMatchArray> {
    const lines = () => {
      const text = this.log();
      return this.running ? text.slice(0, text.lastIndexOf('\n') + 1) : text;
    };
    return this.#wait(
      () => lines().match(pattern),
      seconds,
      () => `${pattern} in the log`,
      0,
    );
  }

  /** `rest`: the seconds that are left once collectd has ended. */
  async #wait<T>(
    condition: () => T | Promise<T>,
    seconds: number,
    what: () => string,
    rest: number,
  ): Promise<Truthy<T>> {
    let ended: number | undefined;
    const hopeless = () => {
      if (this.running) return undefined;
      ended ??= performance.now();
      const isOver = performance.now() >= ended + rest * 1000;
      return isOver ? `collectd ${this.#condition()}, and a test waits for this` : undefined;
    };
    this.#waits.add(what);
    try {
      return await waitFor(condition, seconds, what, hopeless);
    } catch (error) {
      this.#waits.delete(what);
      throw new Error(`${(error as Error).message}\n${this.state()}`);
    } finally {
      this.#waits.delete(what);
    }
  }

  kill(name: NodeJS.Signals): void {
    this.#sent.add(name);
    if (this.running) signal(this.pid, name);
  }

  /** Asks it to stop as an init system would, and waits. One that does not is killed, and that is an error. */
  stop(seconds = PATIENCE): Promise<Ending> {
    this.kill('SIGTERM');
    return this.waitForExit(seconds);
  }

  async waitForExit(seconds = PATIENCE): Promise<Ending> {
    const since = performance.now();
    try {
      await this.waitFor(
        () => !this.running,
        seconds,
        () => 'the end of collectd',
      );
    } catch (error) {
      await this.#killAnyway();
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

  /** With a core, if those are kept: it tells what collectd hangs in. */
  async #killAnyway(): Promise<void> {
    for (const name of [
      process.env.COLLECTD_TEST_KEEP ? 'SIGABRT' : 'SIGKILL',
      'SIGKILL',
    ] as const) {
      this.kill(name);
      await waitFor(() => !this.running, 10).catch(() => undefined);
    }
  }

  /** For the end of a test: leaves no process, and tells of a crash that nobody looked at. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.running) await this.stop();
    const { signalCode } = this.#child;
    if (signalCode && !this.#sent.has(signalCode)) {
      throw new Error(`collectd was ended by ${signalCode}:\n${this.tail()}`);
    }
    // Nobody knows the status of a daemonized one; its last words tell.
    if (this.#lastPid && !this.#sent.has('SIGKILL') && !/Exiting normally/.test(this.log())) {
      throw new Error(`The daemonized collectd has ended before its time:\n${this.tail()}`);
    }
  }
}
