// Programs of another processor, with all that they start: in a user name space of its own, in which
// the kernel has an emulator for them. What is registered is gone with it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { type Architecture, hostArchitecture } from '../../../scripts/suites/suites.mjs';
import { registration } from '../system.ts';

/** Every user and group, because dpkg gives files to several. */
const ALL = '0 0 65536\n';

/** Starts a shell script with mounts of its own, in which programs of that processor run. */
export async function startIn(
  arch: Architecture,
  script: string,
  args: readonly string[],
): Promise<ChildProcess> {
  const env = {
    ...process.env,
    PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    DEBIAN_FRONTEND: 'noninteractive',
    LC_ALL: 'C.UTF-8',
  };
  if (arch.name === hostArchitecture().name) {
    const command = ['--mount', 'sh', '-c', script, 'sh', ...args];
    return spawn('unshare', command, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  }
  const register = registration(arch, `/usr/bin/${arch.emulator}`, '/mnt');
  // The shell waits until it has been given its users.
  const enter = `echo >&3; exec 3>&-; read go
exec setpriv --reuid 0 --regid 0 --clear-groups sh -c "$0" sh "$@"`;
  const command = [
    '--user',
    '--mount',
    'sh',
    '-c',
    enter,
    `${register} || exit\n${script}`,
    ...args,
  ];
  const child = spawn('unshare', command, { env, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
  await once(child.stdio[3] as Readable, 'data');
  for (const name of ['uid_map', 'gid_map']) writeFileSync(`/proc/${child.pid}/${name}`, ALL);
  (child.stdin as Writable).end('go\n');
  return child;
}
