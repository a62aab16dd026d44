// `install` and `uninstall` in directories that are not theirs alone.
import { spawn } from 'node:child_process';
import {
  chownSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sharedDirectories } from '../../lib/cli/install/layout.ts';
import { installFiles } from '../../lib/cli/install/transaction.ts';

import { temporary } from '../daemon/fixtures/plugin.ts';
import { cli, withLibnode } from './command.ts';

const uninstall = (dir: string) => cli(['uninstall', '--plugin-dir', dir]);

const slot = (name: string) => `COLLECTD_NODEJS_DIRECTORY=${name}\0${'\0'.repeat(64)}`;

test('a note that names a directory of somebody else removes nothing of it', async () => {
  const mine = temporary({ 'thesis.txt': 'years of work' });
  const name = 'nodejs-aaaaaaaaaaaa';
  const shared = [mine, '/usr/share/nodejs/..', '/usr/share/nodejs/../../etc', '/usr/share/nodejs'];
  const dir = temporary({
    'nodejs.so': slot(name),
    [`${name}/installed.json`]: JSON.stringify({ shared }),
  });
  expect(sharedDirectories(dir)).toEqual({ directories: [], refused: shared });
  const { status, stderr } = await uninstall(dir);
  expect(status).toBe(0);
  expect(readFileSync(join(mine, 'thesis.txt'), 'utf8')).toBe('years of work');
  expect(stderr).toContain(
    `leaving ${mine}: a note in ${dir} names it, but no install has made it`,
  );
  expect(readdirSync(dir)).toEqual([]);
});

test.runIf(process.getuid?.() === 0)('a note of another user is not believed', () => {
  const name = 'nodejs-aaaaaaaaaaaa';
  const shared = ['/usr/share/nodejs/no-such-module'];
  const dir = temporary({
    'nodejs.so': slot(name),
    [`${name}/installed.json`]: JSON.stringify({ shared }),
  });
  expect(sharedDirectories(dir)).toEqual({ directories: shared, refused: [] });
  chownSync(join(dir, name), 12345, 0);
  expect(sharedDirectories(dir)).toEqual({ directories: [], refused: shared });
  // Nor by the next install, whose own note would be.
  const from = temporary({ 'nodejs.so': slot('nodejs') });
  const files = new Map([['nodejs.so', join(from, 'nodejs.so')]]);
  installFiles(dir, { version: '1.0.0', files });
  expect(sharedDirectories(dir)).toEqual({ directories: [], refused: [] });
});

test('nodejs.so that names a directory above it removes that plugin alone', async () => {
  const outer = temporary({ 'dir/nodejs.so': slot('..'), 'other.txt': 'mine' });
  expect((await uninstall(join(outer, 'dir'))).status).toBe(0);
  expect(readFileSync(join(outer, 'other.txt'), 'utf8')).toBe('mine');
  expect(readdirSync(join(outer, 'dir'))).toEqual([]);
});

test.each([
  ['leads nowhere', {}],
  ['leads to the installation before', { 'nodejs-aaaaaaaaaaaa/boot.js': 'old' }],
])('the link of an earlier layout, which %s, is named by doctor and removed', async (_, files) => {
  const dir = temporary(files);
  symlinkSync('nodejs-aaaaaaaaaaaa', join(dir, 'nodejs'));
  const args = ['doctor', '--no-start', '--plugin-dir', dir, '--config', '/dev/null'];
  const rest = readdirSync(dir).join(', ');
  expect((await cli(args)).stdout).toContain(`was interrupted and left ${rest} in ${dir}`);
  const copy = temporary();
  cpSync(dir, copy, { recursive: true, verbatimSymlinks: true });
  expect((await uninstall(copy)).status).toBe(0);
  expect(readdirSync(copy)).toEqual([]);
  const { status, stderr } = await cli(['install', '--plugin-dir', dir], { env: withLibnode });
  expect(status, stderr).toBe(0);
  expect(readdirSync(dir).sort()).toEqual([expect.stringMatching(/^nodejs-/), 'nodejs.so']);
});

test('a link of somebody else stays', async () => {
  const dir = temporary();
  symlinkSync('/nonexistent/nodejs', join(dir, 'nodejs'));
  const { status } = await cli(['install', '--plugin-dir', dir], { env: withLibnode });
  expect(status).toBe(0);
  expect(readdirSync(dir)).toContain('nodejs');
});

test('nodejs.so of somebody else stays, and nothing is installed over it', async () => {
  const dir = temporary({ 'nodejs.so': 'another plugin' });
  const { status, stdout } = await uninstall(dir);
  expect([status, stdout]).toEqual([0, `collectd-nodejs is not installed in ${dir}\n`]);
  const outcome = await cli(['install', '--plugin-dir', dir], { env: withLibnode });
  expect(outcome.stderr).toBe(
    `collectd-nodejs: ${dir}/nodejs.so is not a plugin of this package, and is left as it is. Move it away, then repeat this command.\n`,
  );
  expect(outcome.status).toBe(1);
  expect(readdirSync(dir)).toEqual(['nodejs.so']);
  expect(readFileSync(join(dir, 'nodejs.so'), 'utf8')).toBe('another plugin');
});

test('an install that begins while another one ends does not take its directory', () => {
  const from = temporary({ 'nodejs.so': slot('nodejs'), 'boot.js': '1;' });
  const files = new Map(['nodejs.so', 'boot.js'].map((name) => [name, join(from, name)]));
  const content = { version: '1.0.0', files };
  // As far as its last rename: the directory is there, nodejs.so is not.
  const dir = temporary();
  installFiles(dir, content);
  const other = spawn('sleep', ['60'], { argv0: 'collectd-nodejs' });
  onTestFinished(() => void other.kill());
  renameSync(join(dir, 'nodejs.so'), join(dir, `.nodejs-plugin-${other.pid}-a`));
  const [directory = ''] = readdirSync(dir).filter((name) => name.startsWith('nodejs-'));
  expect(() => installFiles(dir, content)).toThrow(`process ${other.pid} is installing there`);
  expect(existsSync(join(dir, directory, 'boot.js'))).toBe(true);
  expect(readdirSync(dir)).toHaveLength(2);
});
