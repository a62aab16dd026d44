// `npm start`, as a person sees it: what it prints, and how it ends.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { isAlive, waitFor } from '../harness/index.ts';

const script = fileURLToPath(new URL('../../../scripts/start.mjs', import.meta.url));

interface Run {
  child: ChildProcess;
  output(): string;
  ended(seconds: number): Promise<number | null>;
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
    ended: async (seconds) => {
      await waitFor(
        () => closed,
        seconds,
        () => `end of npm start, which printed\n${output}`,
      );
      return child.exitCode;
    },
  };
  onTestFinished(async () => {
    if (closed) return;
    signalGroup(child, 'SIGTERM');
    await run.ended(30);
  });
  return run;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) throw new Error('not started');
  process.kill(-child.pid, signal);
}

const value = (identifier: string) =>
  new RegExp(`^\\S+/${identifier} interval=1\\.000 \\d+\\.\\d{3}:`, 'm');

test('--seconds prints the values of C and TypeScript plugins and stops by itself', async () => {
  const run = start(['--seconds', '5']);
  expect(await run.ended(60)).toBe(0);
  const output = run.output();
  for (const identifier of ['cpu/percent-user', 'load/load', 'memory/memory-free']) {
    expect(output).toMatch(value(identifier));
  }
  const [, celsius] = output.match(/\/cpu_temp\/temperature \S+ [\d.]+:(\S+)$/m) ?? [];
  expect(Number(celsius)).toBeGreaterThan(-50);
  expect(Number(celsius)).toBeLessThan(150);
  expect(output).toContain('cpu_temp plugin: Using overridden path ');
  expect(output).toMatch(/^collectd ended with exit status 0$/m);
});

test('Ctrl-C ends collectd with status 0, even when it comes twice', async () => {
  const run = start([]);
  await waitFor(() => value('cpu_temp/temperature').test(run.output()), 60, run.output);
  const [pid] = run.output().match(/(?<=process )\d+/) ?? [];
  signalGroup(run.child, 'SIGINT');
  run.child.kill('SIGINT');
  expect(await run.ended(30)).toBe(0);
  expect(run.output()).toMatch(/^collectd ended with exit status 0$/m);
  expect(isAlive(Number(pid))).toBe(false);
});

test('an unknown option is refused with the usage', async () => {
  const run = start(['--minutes', '5']);
  expect(await run.ended(20)).toBe(1);
  expect(run.output()).toContain('usage: npm start [-- --seconds <number>]');
});
