// A Debian system of its own for apt and dpkg: a database, a repository in a directory, and no
// way to the machine's own. What is below /usr is the machine's, except where something else is
// mounted.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { type Outcome, program, run } from './command.ts';

const architecture = spawnSync('dpkg', ['--print-architecture'], {
  encoding: 'utf8',
}).stdout.trim();

export interface Package {
  readonly name: string;
  /** Further lines of its control file. */
  readonly fields?: readonly string[];
  /** Where in the file system, and what to copy there. */
  readonly files?: Readonly<Record<string, string>>;
}

export class Debian {
  readonly #dir = temporary();
  /** Mounted in front of others for as long as a command runs. */
  readonly #mounts: [from: string, to: string][] = [];
  readonly #packages: string[] = [];

  constructor() {
    for (const name of ['dpkg/info', 'dpkg/updates', 'dpkg/triggers', 'state/lists/partial']) {
      mkdirSync(join(this.#dir, name), { recursive: true });
    }
    for (const name of ['cache/archives/partial', 'log', 'etc/preferences.d', 'repository']) {
      mkdirSync(join(this.#dir, name), { recursive: true });
    }
    this.#write('dpkg/status', '');
    this.#write('repository/Packages', '');
    this.#write('etc/sources.list', `deb [trusted=yes] file:${this.#dir}/repository ./\n`);
    const settings = { State: 'state', Cache: 'cache', Etc: 'etc', Log: 'log' };
    const lines = Object.entries(settings).map(([key, to]) => `Dir::${key} "${this.#dir}/${to}";`);
    lines.push(`Dir::State::status "${this.#dir}/dpkg/status";`, 'APT::Sandbox::User "root";');
    this.#write('apt.conf', lines.join('\n'));
  }

  /** Says that it is installed. */
  installed(name: string, ...fields: string[]): void {
    const status = ['Status: install ok installed', ...control({ name, fields }), '', ''];
    writeFileSync(join(this.#dir, 'dpkg/status'), status.join('\n'), { flag: 'a' });
    this.#write(`dpkg/info/${name}.list`, '/.\n');
  }

  /** Offers it in the repository; returns the file. */
  async offer(one: Package): Promise<string> {
    const file = await this.build(one);
    const bytes = readFileSync(file);
    const lines = [
      ...control(one),
      `Filename: ./${one.name}_1.0.deb`,
      `Size: ${bytes.length}`,
      `SHA256: ${createHash('sha256').update(bytes).digest('hex')}`,
    ];
    this.#packages.push(`${lines.join('\n')}\n`);
    this.#write('repository/Packages', this.#packages.join('\n'));
    return file;
  }

  async build(one: Package): Promise<string> {
    const tree = temporary();
    mkdirSync(join(tree, 'DEBIAN'));
    writeFileSync(join(tree, 'DEBIAN/control'), `${control(one).join('\n')}\n`);
    for (const [to, from] of Object.entries(one.files ?? {})) {
      mkdirSync(dirname(join(tree, to)), { recursive: true });
      cpSync(from, join(tree, to), { recursive: true });
    }
    const file = join(this.#dir, 'repository', `${one.name}_1.0.deb`);
    const options = ['--root-owner-group', '-Znone'];
    const built = await run('dpkg-deb', [...options, '--build', tree, file]);
    if (built.status !== 0) throw new Error(`dpkg-deb --build ${file}: ${built.stderr}`);
    return file;
  }

  /** What `apt-get update` has brought. */
  forget(): void {
    for (const name of ['state/lists', 'cache']) {
      for (const one of readdirSync(join(this.#dir, name), { withFileTypes: true })) {
        if (!one.isDirectory()) rmSync(join(this.#dir, name, one.name));
      }
    }
  }

  mount(from: string, to: string): void {
    this.#mounts.push([from, to]);
  }

  get env(): Record<string, string> {
    return { APT_CONFIG: join(this.#dir, 'apt.conf'), DPKG_ADMINDIR: join(this.#dir, 'dpkg') };
  }

  /** The command that runs another one in here. */
  enter(command: readonly string[]): string[] {
    const mounts = this.#mounts.map(([from, to]) => `mount --bind '${from}' '${to}'`);
    const script = [...mounts, 'exec "$@"'].join(' && ');
    return mounts.length === 0
      ? [...command]
      : ['unshare', '--mount', 'sh', '-c', script, 'in', ...command];
  }

  cli(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
    return this.run([process.execPath, program, ...args], env);
  }

  run(command: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
    const [first = '', ...rest] = this.enter(command);
    return run(first, rest, { env: { ...this.env, ...env } });
  }

  #write(name: string, text: string): void {
    writeFileSync(join(this.#dir, name), text);
  }
}

/** Why there can be none here; undefined: there can. */
export function noDebian(): string | undefined {
  if (process.getuid?.() !== 0) return 'dpkg installs for root only';
  const { status } = spawnSync('unshare', ['--mount', 'mount', '--bind', '/proc', '/mnt']);
  return status === 0 ? undefined : 'nothing can be mounted here';
}

function control({ name, fields = [] }: Package): string[] {
  const maintainer = 'Maintainer: test <test@example.invalid>';
  const lines = [`Package: ${name}`, 'Version: 1.0', `Architecture: ${architecture}`, maintainer];
  return [...lines, ...fields, 'Description: for a test'];
}
