// A Debian that has nothing but apt, in which lines of the documents are typed. They are changed in
// three things only: sudo is left out, the package's name becomes that of a file, and systemctl is a
// stand-in that runs what the unit of collectd runs.
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import { debianMirror } from '../../../scripts/setup/mirror.mjs';
import type { Suite, Target } from '../../../scripts/suites/suites.mjs';
import { isAlive, waitFor } from '../../daemon/harness/index.ts';
import { must } from '../system.ts';
import { startIn } from './foreign.ts';

const SYSTEMCTL = readFileSync(join(import.meta.dirname, 'systemctl.sh'), 'utf8');

const IN = `mount --rbind /proc "$1/proc" && mount --rbind /dev "$1/dev" &&
exec chroot "$1" /bin/sh -c "cd /root && $2"`;

interface Outcome {
  readonly status: number;
  readonly output: string;
}

export class EmptyDebian {
  readonly target: Target;
  readonly #scratch: string;
  readonly root: string;

  private constructor(target: Target, from?: EmptyDebian) {
    this.target = target;
    this.#scratch = mkdtempSync(join(tmpdir(), 'collectd-documented-'));
    this.root = join(this.#scratch, 'root');
    if (from !== undefined) must('cp', ['-a', from.root, this.root]);
  }

  /** With the lists of packages, and the files in root's directory. */
  static async make(target: Target, files: readonly string[]): Promise<EmptyDebian> {
    const made = new EmptyDebian(target);
    const { suite, arch } = target;
    const mirror = debianMirror();
    const from = mirror === null ? [] : [mirror];
    const options = ['--quiet', '--variant=apt', `--arch=${arch.name}`, '--skip=check/qemu'];
    const { status, output } = await ended(
      await startIn(arch, 'exec mmdebstrap "$@"', [...options, suite.name, made.root, ...from]),
    );
    expect(status, output).toBe(0);
    const host = hostname();
    const written = {
      // Services are not started, and every question of apt is answered with yes.
      'usr/sbin/policy-rc.d': '#!/bin/sh\nexit 101\n',
      'usr/local/bin/systemctl': SYSTEMCTL,
      'etc/apt/apt.conf.d/90test': 'APT::Get::Assume-Yes "true";\n',
      'etc/hosts': `127.0.0.1 localhost\n127.0.1.1 ${host}.test ${host}\n`,
    };
    for (const [name, content] of Object.entries(written)) {
      writeFileSync(join(made.root, name), content);
      chmodSync(join(made.root, name), 0o755);
    }
    if (existsSync('/etc/resolv.conf'))
      copyFileSync('/etc/resolv.conf', join(made.root, 'etc/resolv.conf'));
    mkdirSync(join(made.root, 'root'), { recursive: true });
    for (const file of files) copyFileSync(file, join(made.root, 'root', basename(file)));
    return made;
  }

  copy(): EmptyDebian {
    return new EmptyDebian(this.target, this);
  }

  async run(line: string): Promise<Outcome> {
    return ended(await startIn(this.target.arch, IN, [this.root, line]));
  }

  /** As it stands in a document; it has to succeed. */
  async type(line: string): Promise<void> {
    const { status, output } = await this.run(line.replace(/^sudo /, ''));
    expect(status, `${line}\n${output}`).toBe(0);
  }

  /** What apt gets its packages from, from now on. */
  async moveTo(suite: Suite): Promise<void> {
    const sources = join(this.root, 'etc/apt/sources.list');
    const text = readFileSync(sources, 'utf8');
    writeFileSync(sources, text.replaceAll(this.target.suite.name, suite.name));
    await this.type('apt-get update');
  }

  write(path: string, content: string): void {
    writeFileSync(join(this.root, path), content);
  }

  /** Empty while there is no such file. */
  read(path: string): string {
    const file = join(this.root, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** The process of collectd, which has to have Node.js in it. */
  async collectdWithNode(seconds: number): Promise<number> {
    return waitFor(() => {
      const pid = Number(this.read('run/collectd.pid'));
      return pid > 0 && /\/libnode\.so\./.test(readFileSync(`/proc/${pid}/maps`, 'utf8')) && pid;
    }, seconds);
  }

  async remove(): Promise<void> {
    const pid = Number(this.read('run/collectd.pid'));
    if (pid > 0 && isAlive(pid)) {
      process.kill(pid);
      await waitFor(() => !isAlive(pid));
    }
    rmSync(this.#scratch, { recursive: true, force: true });
  }
}

async function ended(child: Awaited<ReturnType<typeof startIn>>): Promise<Outcome> {
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => text(stream as Readable));
  const [status] = await once(child, 'close');
  return { status, output: `${await stdout}${await stderr}` };
}
