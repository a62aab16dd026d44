// `npm start`, as a person sees it: what it prints, and how it ends.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { isAlive, waitFor } from '../harness/index.ts';

const script = fileURLToPath(new URL('../../../scripts/start.mjs', import.meta.url));

interface Run {
  child: ChildProcess;
  output(): string;
  shows(pattern: RegExp): Promise<unknown>;
  ended(): Promise<number | null>;
}

/** In a process group of its own, as a shell starts it; what is left of that is ended after the test. */
function start(args: string[]): Run {
  const child = spawn(process.execPath, [script, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  let closed = false;
  child.once('close', () => {
    closed = true;
  });
  const run: Run = {
    child,
    output: () => output,
    shows: (pattern) =>
      waitFor(
        () => pattern.test(output),
        undefined,
        () => `${pattern} of npm start, which printed\n${output}`,
      ),
    ended: async () => {
      await waitFor(
        () => closed,
        undefined,
        () => `the end of npm start, which printed\n${output}`,
      );
      return child.exitCode;
    },
  };
  onTestFinished(async () => {
    if (closed) return;
    signalGroup(child, 'SIGTERM');
    await run.ended().catch((error: unknown) => {
      signalGroup(child, 'SIGKILL');
      throw error;
    });
  });
  return run;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) throw new Error('not started');
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // All of it has ended meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const value = (identifier: string) =>
  new RegExp(`^\\S+/${identifier} interval=1\\.000 \\d+\\.\\d{3}:`, 'm');

test('the values of C and TypeScript plugins are printed until Ctrl-C, even when that comes twice', async () => {
  const run = start([]);
  for (const identifier of [
    'cpu/percent-user',
    'load/load',
    'memory/memory-free',
    'cpu_temp/temperature',
  ])
    await run.shows(value(identifier));
  expect(run.output()).toContain('cpu_temp plugin: Using overridden path ');
  const [, celsius] = run.output().match(/\/cpu_temp\/temperature \S+ [\d.]+:(\S+)$/m) ?? [];
  expect(Number(celsius)).toBeGreaterThan(-50);
  expect(Number(celsius)).toBeLessThan(150);
  const [pid] = run.output().match(/(?<=process )\d+/) ?? [];
  signalGroup(run.child, 'SIGINT');
  run.child.kill('SIGINT');
  expect(await run.ended()).toBe(0);
  expect(run.output()).toMatch(/^collectd ended with exit status 0$/m);
  expect(isAlive(Number(pid))).toBe(false);
});

test('with --seconds it stops by itself', async () => {
  const run = start(['--seconds', '10']);
  expect(await run.ended()).toBe(0);
  expect(run.output()).toContain('it stops by itself after 10 s\n');
  expect(run.output()).toMatch(/^collectd ended with exit status 0$/m);
});

test('an unknown option is refused with the usage', async () => {
  const run = start(['--minutes', '5']);
  expect(await run.ended()).toBe(1);
  expect(run.output()).toContain('usage: npm start [-- --seconds <number>]');
});
