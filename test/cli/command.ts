// The command as it was built, run to its end.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const program = `${root}/dist/cli/collectd-nodejs.js`;

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Environment {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  readonly program?: string;
  readonly seconds?: number;
}

export function cli(args: readonly string[], options: Environment = {}): Outcome {
  const { cwd = root, env = {}, seconds = 60 } = options;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [options.program ?? program, ...args],
    {
      cwd,
      env: { ...process.env, COLLECTD_INTERVAL: '', COLLECTD_HOSTNAME: '', ...env },
      encoding: 'utf8',
      timeout: seconds * 1000,
      killSignal: 'SIGKILL',
    },
  );
  return { status, stdout, stderr };
}

/** The lines of stdout. */
export function lines({ stdout }: Outcome): string[] {
  return stdout.split('\n').filter(Boolean);
}
