// The Debian package, through dpkg: its dependencies must be met by what is there, and
// what it brought must be gone when it is removed.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { makeDeb } from '../../scripts/deb/package.mjs';
import { runDaemon } from '../daemon/harness/index.ts';
import type { Prebuilt } from './prebuilt.ts';
import { plugin } from './scenarios.ts';
import { must, type System } from './system.ts';

const module = `import { register_init, register_read, Values } from 'collectd';
register_init(() => console.log('deb: init on ' + process.arch));
register_read(() => new Values({ plugin: 'deb', type: 'gauge' }).dispatch({ values: [1] }));
`;

export async function debianPackage(
  system: System,
  prebuilt: Prebuilt,
  patience: number,
): Promise<void> {
  const { target, root } = system;
  const file = makeDeb(target.arch, [target.suite], {
    prebuilds: prebuilt.directory,
    out: prebuilt.packages,
  });
  must('lintian', ['--allow-root', '--fail-on', 'error', file]);
  const before = listing(root);
  must('dpkg', [`--root=${root}`, '--add-architecture', target.arch.name]);
  must('dpkg', [`--root=${root}`, '--unpack', file]);
  const brought = listing(root).filter((name) => !before.includes(name));
  expect(brought).toEqual(
    expect.arrayContaining([
      'lib/collectd/nodejs.so',
      `lib/collectd/nodejs/runtime.abi${target.suite.abi}.glibc.node`,
      'lib/collectd/nodejs/boot.js',
      'lib/collectd/nodejs/plugins/cpu_temp.js',
      'bin/collectd-nodejs',
      'share/man/man1/collectd-nodejs.1.gz',
      'share/man/man5/collectd-nodejs.5.gz',
      'share/doc/collectd-nodejs/copyright',
      'share/doc/collectd-nodejs/plugins/cpu_temp/index.ts',
    ]),
  );
  const { status, log } = await runDaemon(
    {
      args: ['-T'],
      command: system.enter(['/usr/sbin/collectd']),
      config: (dir) => plugin(dir, 'Import "deb"'),
      files: { 'deb.ts': module },
    },
    patience,
  );
  expect(log).toContain(`deb: init on ${target.arch.node}`);
  expect(status, log).toBe(0);
  // No shell is here to run it; the documented lines are typed where there is one.
  rmSync(join(root, 'var/lib/dpkg/info/collectd-nodejs.postrm'));
  must('dpkg', [`--root=${root}`, '--remove', `collectd-nodejs:${target.arch.name}`]);
  expect(listing(root)).toEqual(before);
}

/** The files below /usr. */
function listing(root: string): string[] {
  const usr = join(root, 'usr');
  return readdirSync(usr, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(usr.length + 1))
    .sort();
}
