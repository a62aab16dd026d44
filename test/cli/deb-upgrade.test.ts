// The Debian package is upgraded while collectd runs.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { debInTest } from './deb-in-test.ts';

test('it is restarted, if it runs; at a first installation nothing is', async () => {
  const deb = debInTest();
  onTestFinished(() => rmSync(deb.directory, { recursive: true }));
  const postinst = join(deb.scripts, 'postinst');
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
