// The Debian package of the libraries that were built here, unpacked.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { makeDeb } from '../../scripts/deb/package.mjs';
import { runtimeName } from '../../scripts/prebuild/compile.mjs';
import { ARCHITECTURES, SUITES, type Suite } from '../../scripts/suites/suites.mjs';
import { pluginDir } from '../daemon/harness/index.ts';

export interface DebInTest {
  /** Which it is for. */
  readonly suite: Suite;
  readonly file: string;
  /** What it puts below /. */
  readonly contents: string;
  /** postinst and the like. */
  readonly scripts: string;
  /** Of all of this, to be removed. */
  readonly directory: string;
}

export function debInTest(): DebInTest {
  const runtime = readdirSync(join(pluginDir, 'nodejs')).find((name) =>
    name.startsWith('runtime.'),
  );
  if (runtime === undefined) throw new Error('there is no runtime: npm run build');
  const suite = SUITES.find(({ abi }) => runtime === runtimeName(abi));
  const arch = ARCHITECTURES.find(({ node }) => node === process.arch);
  if (suite === undefined || arch === undefined) throw new Error('no package is made for this');
  const directory = mkdtempSync(join(tmpdir(), 'collectd-test-deb-'));
  const from = join(directory, 'from');
  mkdirSync(from);
  copyFileSync(join(pluginDir, 'nodejs.so'), join(from, 'nodejs.so'));
  copyFileSync(join(pluginDir, 'nodejs', runtime), join(from, runtime));
  const file = makeDeb(arch, [suite], { from, out: directory });
  const scripts = join(directory, 'scripts');
  const contents = join(directory, 'contents');
  expect(spawnSync('dpkg-deb', ['--control', file, scripts]).status).toBe(0);
  expect(spawnSync('dpkg-deb', ['-x', file, contents]).status).toBe(0);
  return { suite, file, contents, scripts, directory };
}
