// Which systems a run has: two in `npm test`, those that scripts/matrix.mjs names otherwise.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianMirror } from '../../scripts/setup/mirror.mjs';
import { rootDirectory } from '../../scripts/suites/root-file-system.mjs';
import {
  ARCHITECTURES,
  hostArchitecture,
  SUITES,
  type Target,
} from '../../scripts/suites/suites.mjs';

const subset = ['bookworm-arm64', 'trixie-amd64'];
const wanted = process.env.COLLECTD_NODEJS_MATRIX?.split(',') ?? subset;

export const all: Target[] = SUITES.filter(({ debian }) => debian).flatMap((suite) =>
  ARCHITECTURES.map((arch) => ({ suite, arch })),
);

export const nameOf = ({ suite, arch }: Target) => `${suite.name}-${arch.name}`;

export const targets = all.filter((target) => wanted.includes(nameOf(target)));

/** What this machine lacks, or undefined. With COLLECTD_NODEJS_MATRIX a lack is a failure. */
export function lacking(): string | undefined {
  const reason = firstLack();
  if (reason !== undefined && process.env.COLLECTD_NODEJS_MATRIX) throw new Error(reason);
  return reason;
}

function firstLack(): string | undefined {
  if (process.getuid?.() !== 0) return 'it takes root to enter another root file system';
  if (!existsSync('/usr/bin/mmdebstrap')) return 'there is no mmdebstrap';
  const host = hostArchitecture().name;
  for (const { arch } of targets) {
    if (arch.name !== host && !existsSync(`/usr/bin/${arch.emulator}`))
      return `there is no ${arch.emulator} (package qemu-user-static)`;
  }
  const mount = spawnSync('unshare', ['--mount', 'mount', '--bind', '/proc', '/mnt']);
  if (mount.status !== 0) return 'this container may not mount anything';
  const made = targets.every((target) => existsSync(rootDirectory(target)));
  const mirror = debianMirror();
  if (mirror === null) return 'apt knows no mirror of Debian';
  return made || isReachable(`${mirror}/dists/bookworm/Release`)
    ? undefined
    : `${mirror} cannot be reached`;
}

/** As apt itself would reach it. */
function isReachable(url: string): boolean {
  const directory = mkdtempSync(join(tmpdir(), 'collectd-matrix-'));
  try {
    const args = ['download-file', url, join(directory, 'file')];
    return spawnSync('/usr/lib/apt/apt-helper', args, { timeout: 60_000 }).status === 0;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
