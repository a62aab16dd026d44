// One system of the matrix: a copy of its root file system, with the npm package
// installed, in which commands and the daemon run as if it were the machine.
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideRoot } from '../../scripts/suites/root-file-system.mjs';
import { type Architecture, hostArchitecture, type Target } from '../../scripts/suites/suites.mjs';

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  /** That, and what was written to stderr. */
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
    for (const name of ['proc', 'dev', 'mnt', 'tmp', tmpdir()])
      mkdirSync(join(this.root, name), { recursive: true });
    if (target.arch.name === hostArchitecture().name) return;
    this.#emulator = `/usr/bin/${target.arch.emulator}`;
    must('cp', [this.#emulator, join(this.root, 'usr/bin')]);
  }

  /**
   * The command that runs another one in here. It sees this machine's processes, devices
   * and temporary files. A foreign program runs in an emulator that is named on the command
   * line: not every kernel lets a container tell it about emulators. Where it does, the
   * processes that the program starts run, too.
   */
  enter(command: readonly string[]): string[] {
    const arch = this.target.arch;
    const emulator = this.#emulator === undefined ? [] : [this.#emulator];
    // In a name space of its own, so that what is registered is gone with it.
    const own = this.#emulator !== undefined && mayIsolate() ? ['--user', '--map-root-user'] : [];
    const register = own.length === 0 ? '' : registration(arch, this.#emulator ?? '');
    const script = `mount --rbind /proc "$1/proc" && mount --rbind /dev "$1/dev" &&
mount --bind "$2" "$1$2" || exit
${register}
root=$1 && shift 2 && exec chroot "$root" "$@"`;
    const mounts = ['unshare', ...own, '--mount', 'sh', '-c', script, 'enter', this.root, tmpdir()];
    return [...mounts, ...emulator, ...command];
  }

  /** Whether a program in here can start another one. */
  async startsOthers(): Promise<boolean> {
    const start = `process.exit(require('child_process').spawnSync('/usr/sbin/collectd', ['-h']).status ?? 9)`;
    return (await this.run(['/usr/bin/node', '-e', start])).status === 0;
  }

  /** Without blocking: a test runner gives up on a worker that is silent for a minute. */
  run(command: readonly string[], seconds = 300): Promise<Outcome> {
    const [program = '', ...args] = this.enter(command);
    const env = { PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' };
    const timeout = seconds * 1000;
    return new Promise((resolve) => {
      const child = execFile(
        program,
        args,
        { env, timeout, killSignal: 'SIGKILL' },
        (_error, stdout, stderr) =>
          resolve({ status: child.exitCode, stdout, output: `${stdout}${stderr}` }),
      );
    });
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

let isolation: boolean | undefined;

function mayIsolate(): boolean {
  isolation ??= spawnSync('unshare', ['--user', '--map-root-user', 'true']).status === 0;
  return isolation;
}

/**
 * For the shell: tells the kernel to run programs of that processor in the emulator.
 *
 * @param place - where its file system may be mounted.
 */
export function registration(arch: Architecture, emulator: string, place = '"$1/mnt"'): string {
  const [elfClass, machine] = arch.name === 'arm64' ? [2, 0xb7] : [1, 0x28];
  const octal = (bytes: readonly number[]) =>
    bytes.map((byte) => `\\\\x${byte.toString(16).padStart(2, '0')}`).join('');
  const magic = [0x7f, 0x45, 0x4c, 0x46, elfClass, 1, 1, ...Array(9).fill(0), 2, 0, machine, 0];
  // Any OS ABI, and any kind of program.
  const mask = [...Array(7).fill(255), 0, ...Array(8).fill(255), 254, 255, 255, 255];
  const line = `:${arch.name}:M::${octal(magic)}:${octal(mask)}:${emulator}:F`;
  return `(mount -t binfmt_misc none ${place} && printf '${line}' >${place}/register) 2>/dev/null`;
}
