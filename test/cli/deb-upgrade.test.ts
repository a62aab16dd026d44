// The Debian package is upgraded while collectd runs.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDeb } from '../../scripts/deb/package.mjs';
import { ARCHITECTURES, SUITES } from '../../scripts/suites/suites.mjs';
import { libnodeInUse, temporary } from '../daemon/fixtures/plugin.ts';
import { pluginDir } from '../daemon/harness/index.ts';

/** The scripts of the package, of the libraries that were built here. */
async function scripts(): Promise<string> {
  const { abi } = await libnodeInUse();
  const suite = SUITES.find((one) => one.abi === abi);
  const arch = ARCHITECTURES.find(({ node }) => node === process.arch);
  if (suite === undefined || arch === undefined) throw new Error('no package is made for this');
  const from = temporary();
  const runtime = `runtime.abi${abi}.glibc.node`;
  copyFileSync(join(pluginDir, 'nodejs.so'), join(from, 'nodejs.so'));
  copyFileSync(join(pluginDir, 'nodejs', runtime), join(from, runtime));
  const file = makeDeb({ suite, arch }, { from, out: temporary() });
  const directory = temporary();
  const { status } = spawnSync('dpkg-deb', ['--control', file, directory]);
  expect(status).toBe(0);
  const contents = temporary();
  expect(spawnSync('dpkg-deb', ['-x', file, contents]).status).toBe(0);
  expect(existsSync(join(contents, 'usr/lib/collectd/nodejs/boot.js'))).toBe(true);
  return directory;
}

test('it is restarted, if it runs; at a first installation nothing is', async () => {
  const postinst = join(await scripts(), 'postinst');
  const bin = temporary({ 'deb-systemd-invoke': '#!/bin/sh\necho "$@" >> "$CALLS"; exit 1\n' });
  chmodSync(join(bin, 'deb-systemd-invoke'), 0o755);
  const calls = join(bin, 'calls');
  const run = (path: string, ...args: string[]) =>
    spawnSync(postinst, args, { encoding: 'utf8', env: { PATH: path, CALLS: calls } });
  const withSystemd = `${bin}:/usr/bin:/bin`;
  expect(run(withSystemd, 'configure', '').status).toBe(0);
  expect(run(withSystemd, 'abort-upgrade', '0.1').status).toBe(0);
  expect(existsSync(calls)).toBe(false);
  // A restart that fails is no reason for dpkg to fail.
  expect(run(withSystemd, 'configure', '0.1').status).toBe(0);
  expect(readFileSync(calls, 'utf8')).toBe('try-restart collectd.service\n');
  const without = temporary();
  expect(
    spawnSync('/bin/sh', [postinst, 'configure', '0.1'], { env: { PATH: without } }).status,
  ).toBe(0);
});
