// @ts-check
// Whether systems of the matrix can run on this machine; and which of them `npm test` runs.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianMirror } from '../setup/mirror.mjs';
import { ask } from '../setup/run.mjs';
import { rootDirectory } from './root-file-system.mjs';
import { ARCHITECTURES, hostArchitecture, SUITES } from './suites.mjs';

/** @param {import('./suites.mjs').Target} target */
export const nameOf = ({ suite, arch }) => `${suite.name}-${arch.name}`;

/** Each that there is a root file system of. */
export const allTargets = SUITES.filter(({ debian }) => debian).flatMap((suite) =>
  ARCHITECTURES.map((arch) => ({ suite, arch })),
);

/** @param {readonly string[]} names */
export const targetsNamed = (names) =>
  allTargets.filter((target) => names.includes(nameOf(target)));

/** Another processor, and another release. */
export const targetsInTest = targetsNamed(['bookworm-arm64', 'trixie-amd64']);

/**
 * @param {readonly import('./suites.mjs').Target[]} targets
 * @returns {string | undefined}  undefined: nothing
 */
export function lackingFor(targets) {
  if (process.getuid?.() !== 0) return 'it takes root to enter another root file system';
  if (!existsSync('/usr/bin/mmdebstrap')) return 'there is no mmdebstrap';
  const host = hostArchitecture().name;
  for (const { arch } of targets) {
    if (arch.name !== host && !existsSync(`/usr/bin/${arch.emulator}`))
      return `there is no ${arch.emulator} (package qemu-user-static)`;
  }
  if (!ask('unshare', ['--mount', 'mount', '--bind', '/proc', '/mnt']).ok)
    return 'this container may not mount anything';
  const made = targets.every((target) => existsSync(rootDirectory(target)));
  const mirror = debianMirror();
  if (mirror === null) return 'apt knows no mirror of Debian';
  return made || isReachable(`${mirror}/dists/bookworm/Release`)
    ? undefined
    : `${mirror} cannot be reached`;
}

/**
 * As apt itself would reach it.
 * @param {string} url
 */
function isReachable(url) {
  const directory = mkdtempSync(join(tmpdir(), 'collectd-matrix-'));
  try {
    const args = ['download-file', url, join(directory, 'file')];
    return ask('/usr/lib/apt/apt-helper', args, { timeout: 60_000 }).ok;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
