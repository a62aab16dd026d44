// Programs that the tests run: the built command, and the examples.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { waitFor } from '../daemon/harness/wait.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Program {
  readonly child: ChildProcessWithoutNullStreams;
  stdout(): string;
  stderr(): string;
  /** Its exit status, when it has ended. Default: within 45 seconds. */
  status(seconds?: number): Promise<number | null>;
}

/** Started in the project, and gone when the test has finished. */
export function start(args: readonly string[], program = process.execPath): Program {
  const child = spawn(program, args, { cwd: root });
  const text = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text.stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text.stderr += chunk;
  });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await closed;
  });
  const ended = async (seconds = 45): Promise<number | null> => {
    let result: { status: number | null } | undefined;
    void closed.then((status) => {
      result = { status };
    });
    const what = () => `${args.join(' ')} ends; it printed ${text.stdout}${text.stderr}`;
    return (await waitFor(() => result, seconds, what)).status;
  };
  return { child, stdout: () => text.stdout, stderr: () => text.stderr, status: ended };
}

/** The command, as it was built. */
export const command = (...args: string[]): Program =>
  start(['dist/cli/collectd-nodejs.js', ...args]);

/** A module that imports what was built, as an application would. */
export const script = (code: string, ...args: string[]): Program =>
  start(['--input-type=module', '--eval', code, ...args]);
