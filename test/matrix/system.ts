// One system of the matrix: a copy of its root file system, with the npm package
// installed, in which commands and the daemon run as if it were the machine.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideRoot } from '../../scripts/suites/root-file-system.mjs';
import { hostArchitecture, type Target } from '../../scripts/suites/suites.mjs';

export interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

export class System {
  readonly target: Target;
  /** Its / as seen from here. */
  readonly root: string;
  readonly #scratch: string;
  readonly #emulator: string | undefined;

  constructor(target: Target) {
    this.target = target;
    this.#scratch = mkdtempSync(join(tmpdir(), 'collectd-matrix-'));
    this.root = join(this.#scratch, 'root');
    must('cp', ['-a', '--reflink=auto', provideRoot(target), this.root]);
    for (const name of ['proc', 'dev', 'tmp', tmpdir()])
      mkdirSync(join(this.root, name), { recursive: true });
    if (target.arch.name === hostArchitecture().name) return;
    this.#emulator = `/usr/bin/${target.arch.emulator}`;
    must('cp', [this.#emulator, join(this.root, 'usr/bin')]);
  }

  /**
   * The command that runs another one in here. It sees this machine's processes, devices
   * and temporary files. An ARM program runs in an emulator that is named on the command
   * line, since the kernel may not know of it.
   */
  enter(command: readonly string[]): string[] {
    const emulator = this.#emulator === undefined ? [] : [this.#emulator];
    const script = `mount --rbind /proc "$1/proc" && mount --rbind /dev "$1/dev" &&
mount --bind "$2" "$1$2" && root=$1 && shift 2 && exec chroot "$root" "$@"`;
    const mounts = ['unshare', '--mount', 'sh', '-c', script, 'enter', this.root, tmpdir()];
    return [...mounts, ...emulator, ...command];
  }

  run(command: readonly string[], seconds = 120): Outcome {
    const [program = '', ...args] = this.enter(command);
    const env = { PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' };
    const result = spawnSync(program, args, {
      env,
      encoding: 'utf8',
      timeout: seconds * 1000,
      killSignal: 'SIGKILL',
    });
    return { status: result.status, output: `${result.stdout}${result.stderr}` };
  }

  remove(): void {
    rmSync(this.#scratch, { recursive: true, force: true });
  }
}

/** Runs a command of this machine. */
export function must(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${program} ${args.join(' ')} has status ${status}:\n${stdout}${stderr}`);
}
