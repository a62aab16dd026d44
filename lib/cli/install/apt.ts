/** Debian packages, through apt. */

import { CommandError, type Progress } from '../output.ts';
import { ask } from '../system/command.ts';

const OPTIONS = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0'];
const QUIET = { DEBIAN_FRONTEND: 'noninteractive' };
/** Seconds: a Pi on a slow line. */
const PATIENCE_SECONDS = 1800;

export interface Plan {
  readonly ok: boolean;
  /** apt has no such package. */
  readonly unknown: boolean;
  /** Packages that would have to go. */
  readonly removed: readonly string[];
  readonly reason: string;
}

export function isThere(): boolean {
  return ask('apt-get', ['--version']).ok;
}

export function simulate(name: string): Plan {
  const args = ['-s', '--no-install-recommends', 'install', name];
  const { ok, stdout, stderr } = ask('apt-get', args);
  const removed = [...stdout.matchAll(/^Remv (\S+)/gm)].map(([, one = '']) => one);
  const unknown = /Unable to locate package|has no installation candidate/.test(stdout + stderr);
  const reason = /^ \S+ : .*(?:\n {2,}\S.*)*/m.exec(stdout)?.[0].replace(/\s+/g, ' ').trim();
  return {
    ok,
    unknown,
    removed,
    reason: reason ?? (stderr.trim().split('\n')[0] || 'apt refuses'),
  };
}

export function update(): void {
  ask('apt-get', [...OPTIONS, '-q', 'update'], { seconds: PATIENCE_SECONDS, env: QUIET });
}

export function install(names: readonly string[], progress: Progress): void {
  const absent = names.filter((name) => !isInstalled(name));
  if (absent.length === 0) return;
  progress(`apt-get install ${absent.join(' ')}`);
  const args = [...OPTIONS, '-qq', '-y', '--no-install-recommends', 'install', ...absent];
  const { ok, stderr } = ask('apt-get', args, { seconds: PATIENCE_SECONDS, env: QUIET });
  if (!ok) {
    throw new CommandError(`apt-get install ${absent.join(' ')} failed: ${lastLine(stderr)}`);
  }
}

/** Into a directory. False: apt has none of that name. */
export function download(name: string, directory: string, progress: Progress): boolean {
  // Root's apt would drop to a user who cannot write into that directory.
  const sandbox = process.getuid?.() === 0 ? ['-o', 'APT::Sandbox::User=root'] : [];
  progress(`downloading ${name}`);
  return ask('apt-get', [...sandbox, '-q', 'download', name], {
    cwd: directory,
    seconds: PATIENCE_SECONDS,
  }).ok;
}

export function isInstalled(name: string): boolean {
  const format = '${db:Status-Status}'; // dpkg's own placeholder
  return ask('dpkg-query', ['-W', '-f', format, name]).stdout === 'installed';
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
