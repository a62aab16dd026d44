import { spawnSync } from 'node:child_process';

export interface Answer {
  readonly ok: boolean;
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end and returns what it printed; a command that is not there is not ok. */
export function ask(
  command: string,
  args: readonly string[],
  options: { cwd?: string; seconds?: number; env?: Record<string, string> } = {},
): Answer {
  const { cwd, seconds = 120, env = {} } = options;
  const result = spawnSync(command, args, {
    cwd,
    env: { ...process.env, LC_ALL: 'C', ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: seconds * 1000,
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return {
    ok: result.status === 0,
    status: result.status,
    stdout: result.stdout ?? '',
    stderr: (result.stderr ?? '') || (result.error?.message ?? ''),
  };
}
