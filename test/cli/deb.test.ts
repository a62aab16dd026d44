// The Debian package: the command in it, and its documentation.
import { readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { cli, run } from './command.ts';
import { type DebInTest, debInTest } from './deb-in-test.ts';
import { deadLinks } from './documentation.ts';
import { packageInTest } from './package-in-test.ts';

let deb: DebInTest;
beforeAll(() => {
  deb = debInTest();
});
afterAll(() => deb && rmSync(deb.directory, { recursive: true }));

const program = () => join(deb.contents, 'usr/share/collectd-nodejs/dist/cli/collectd-nodejs.js');

test('the command runs from where the package puts it', async () => {
  const start = readFileSync(join(deb.contents, 'usr/bin/collectd-nodejs'), 'utf8');
  expect(start).toContain(
    'exec node /usr/share/collectd-nodejs/dist/cli/collectd-nodejs.js "$@"\n',
  );
  const { stdout } = await cli(['--version'], { program: program() });
  expect(stdout).toMatch(/^collectd-nodejs \d+\.\d+\.\d+\n$/);
  const dir = temporary({
    'x.ts': `import { register_read, Values } from 'collectd';
const one: number = 1;
register_read(() => { new Values({ plugin: 'x', type: 'gauge', values: [one] }).dispatch(); });`,
  });
  const ran = await cli(['run', '--once', join(dir, 'x.ts')], { program: program() });
  expect(ran.status, ran.stderr).toBe(0);
  expect(ran.stdout).toMatch(/^PUTVAL ".*\/x\/gauge" interval=10 \d+\.\d+:1\n$/);
});

test('without node it says in one line what it needs', async () => {
  const bin = temporary();
  symlinkSync('/bin/sh', join(bin, 'sh'));
  const start = join(deb.contents, 'usr/bin/collectd-nodejs');
  const { status, stdout, stderr } = await run(start, ['doctor'], { env: { PATH: bin } });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toBe(
    'collectd-nodejs: this command needs node, version 18 or newer: sudo apt install --no-install-recommends nodejs\n',
  );
});

test('its install has nothing to do, and its doctor names no command that would', async () => {
  const installed = await cli(['install', '--plugin-dir', temporary()], { program: program() });
  expect(installed.status).toBe(1);
  expect(installed.stderr).toBe(
    'collectd-nodejs: The Debian package collectd-nodejs has installed the plugin together with this command. Nothing is left to install: collectd.conf loads it with LoadPlugin nodejs.\n',
  );
  const empty = temporary({ 'collectd.conf': '' });
  const where = ['--plugin-dir', empty, '--config', join(empty, 'collectd.conf')];
  const { stdout } = await cli(['doctor', '--no-start', ...where], { program: program() });
  expect(stdout).toContain('nodejs.so does not exist.');
  expect(stdout).toContain('→ sudo apt install --reinstall ./collectd-nodejs_*.deb\n');
  expect(stdout).not.toContain('sudo collectd-nodejs install');
});

test('its pages are those of the npm package, and every link in them leads somewhere', async () => {
  const doc = join(deb.contents, 'usr/share/doc/collectd-nodejs');
  expect(deadLinks(doc)).toEqual([]);
  const changes = gunzipSync(readFileSync(join(doc, 'changelog.gz'))).toString('utf8');
  expect(changes).toContain('## [Unreleased]');
  const npm = packageInTest();
  try {
    const unpacked = temporary();
    expect((await run('tar', ['-xzf', npm.file, '-C', unpacked])).status).toBe(0);
    for (const folder of ['docs', 'examples', 'plugins'])
      expect(names(join(doc, folder)), folder).toEqual(names(join(unpacked, 'package', folder)));
  } finally {
    npm.remove();
  }
});

const names = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();

test('collectd-nodejs(1) has every command and option of --help', async () => {
  const file = join(deb.contents, 'usr/share/man/man1/collectd-nodejs.1.gz');
  const page = gunzipSync(readFileSync(file))
    .toString('utf8')
    .replace(/\\f[A-Z]|\\/g, '');
  const { stdout } = await cli(['--help']);
  const wanted = [...stdout.matchAll(/^collectd-nodejs [a-z].*|^ {2}(--[a-z-]+)/gm)];
  expect(wanted.length).toBeGreaterThan(40);
  for (const [line, option] of wanted) expect(page).toContain(option ?? line);
});
