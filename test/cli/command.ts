// The command as it was built, run to its end.
import { execFile } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, vi } from 'vitest';

export const root = fileURLToPath(new URL('../..', import.meta.url));

// In a directory of its own, with what `npm run build` left: of a clone with prebuilds/ the
// command would take those, and there may be any, of some systems only or of older sources.
const directory = mkdtempSync(join(tmpdir(), 'collectd-test-command-'));
afterAll(() => rmSync(directory, { recursive: true }));
copyFileSync(join(root, 'package.json'), join(directory, 'package.json'));
cpSync(join(root, 'dist/cli'), join(directory, 'dist/cli'), { recursive: true });
symlinkSync(join(root, 'dist/collectd'), join(directory, 'dist/collectd'));

export const program = join(directory, 'dist/cli/collectd-nodejs.js');

// Most tests run several commands, each a second of a processor that others may want, too.
vi.setConfig({ testTimeout: 300_000 });

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Environment {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function cli(
  args: readonly string[],
  { cwd, env = {}, program: own = program }: Environment & { readonly program?: string } = {},
): Promise<Outcome> {
  return run(process.execPath, [own, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { COLLECTD_INTERVAL: '', COLLECTD_HOSTNAME: '', ...env },
  });
}

/** Not by one of the synchronous functions: vitest gives up a file that does not answer for a minute. */
export function run(
  command: string,
  args: readonly string[],
  { cwd = root, env = {} }: Environment = {},
): Promise<Outcome> {
  const seconds = 240;
  const options = {
    cwd,
    env: { ...process.env, ...env },
    maxBuffer: 1 << 26,
    timeout: seconds * 1000,
    killSignal: 'SIGKILL',
  } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      const said = `${command} ${args.join(' ')}, which printed\n${stdout}${stderr}`;
      if (error?.killed) reject(new Error(`no end within ${seconds} s of ${said}`));
      // A command that cannot be started has a name for an error instead of a status.
      else if (typeof error?.code === 'string') reject(error);
      else resolve({ status: child.exitCode, stdout, stderr });
    });
    child.stdin?.end();
  });
}

/** What `check` says at the end when it has run nothing. */
export const NOT_CHECKED =
  '; the modules were not run, and their <Module> options not checked (--load does both)';

/** The lines of stdout. */
export function lines({ stdout }: Outcome): string[] {
  return stdout.split('\n').filter(Boolean);
}
