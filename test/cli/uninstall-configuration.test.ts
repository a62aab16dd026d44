// A collectd starts after the plugin is removed, by `collectd-nodejs uninstall` or with the Debian
// package: lines that load it become comments, and count again when it comes back.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { libnodeInUse, temporary } from '../daemon/fixtures/plugin.ts';
import { debInTest } from './deb-in-test.ts';
import { Debian, noDebian } from './debian.ts';

const reason = noDebian();

const FILES: Record<string, string> = {
  'line.conf': `LoadPlugin csv
  loadplugin "NodeJS"  # the plugin
<Plugin nodejs>
  LogTraces true
</Plugin>
`,
  'block.conf': `<LoadPlugin nodejs>
  Interval 5
</LoadPlugin>
<Plugin csv>
  DataDir "/nonexistent"
</Plugin>
`,
  'other.conf': 'LoadPlugin nodejsx_is_another # LoadPlugin nodejs\n',
};

const MARK = '# without collectd-nodejs: ';

const COMMENTED: Record<string, string> = {
  'line.conf': `LoadPlugin csv
${MARK}  loadplugin "NodeJS"  # the plugin
<Plugin nodejs>
  LogTraces true
</Plugin>
`,
  'block.conf': `${MARK}<LoadPlugin nodejs>
${MARK}  Interval 5
${MARK}</LoadPlugin>
<Plugin csv>
  DataDir "/nonexistent"
</Plugin>
`,
  'other.conf': FILES['other.conf'] as string,
};

/** As /etc/collectd. One file is a link, as configuration management makes them. */
function configuration(main: string, files: Record<string, string>): string {
  const etc = temporary({ 'collectd.conf': main });
  mkdirSync(join(etc, 'collectd.conf.d'));
  mkdirSync(join(etc, 'elsewhere'));
  for (const [name, text] of Object.entries(files)) {
    const isLink = name === 'line.conf';
    writeFileSync(join(etc, isLink ? 'elsewhere' : 'collectd.conf.d', name), text);
    if (isLink) symlinkSync(`../elsewhere/${name}`, join(etc, 'collectd.conf.d', name));
  }
  return etc;
}

const included = (etc: string, names = Object.keys(FILES)): Record<string, string> =>
  Object.fromEntries(
    names.map((name) => [name, readFileSync(join(etc, 'collectd.conf.d', name), 'utf8')]),
  );

describe.skipIf(reason !== undefined)(
  `LoadPlugin nodejs after a removal ${reason ? `(not here: ${reason})` : ''}`,
  () => {
    test('uninstall makes a comment of it, and install takes it away', async () => {
      const debian = new Debian();
      const plugins = temporary();
      const main = `BaseDir "${plugins}"
PIDFile "${plugins}/pid"
TypesDB "/usr/share/collectd/types.db"
PluginDir "${plugins}"
Include "/etc/collectd/collectd.conf.d/*.conf"
`;
      const { 'line.conf': line = '', 'block.conf': block = '' } = FILES;
      const etc = configuration(main, {
        'line.conf': line.replace('LoadPlugin csv\n', ''),
        'block.conf': block,
      });
      const names = ['line.conf', 'block.conf'];
      const before = included(etc, names);
      debian.mount(etc, '/etc/collectd');
      const starts = async (): Promise<string> => {
        const { status, stderr, stdout } = await debian.run(['collectd', '-T']);
        expect(status, stderr).toBe(0);
        return stderr + stdout;
      };
      const { path } = await libnodeInUse();
      const install = ['install', '--plugin-dir', plugins, '--libnode-file', path];
      expect((await debian.cli(install)).status).toBe(0);
      expect(await starts()).toContain('plugin "nodejs" successfully loaded');

      const dry = await debian.cli(['uninstall', '--dry-run']);
      expect(dry.stdout).toContain(
        'would become a comment: /etc/collectd/collectd.conf.d/block.conf:1\n',
      );
      expect(included(etc, names)).toEqual(before);
      const { status, stdout, stderr } = await debian.cli(['uninstall']);
      expect(status, stderr).toBe(0);
      expect(stderr).toContain(
        'LoadPlugin nodejs becomes a comment: /etc/collectd/collectd.conf.d/line.conf:1',
      );
      expect(stdout).toBe(`collectd-nodejs: removed from ${plugins}\n`);
      expect(included(etc, names)['block.conf']).toBe(COMMENTED['block.conf']);
      expect(await starts()).not.toContain('plugin "nodejs"');

      const again = await debian.cli(install);
      expect(again.stdout).toContain(
        '/etc/collectd/collectd.conf.d/line.conf loads the plugin again.\n',
      );
      expect(included(etc, names)).toEqual(before);
      expect(await starts()).toContain('plugin "nodejs" successfully loaded');
    });

    test('uninstall names the line of collectd.conf, which it leaves alone', async () => {
      const debian = new Debian();
      const plugins = temporary();
      const main = `PluginDir "${plugins}"\nLoadPlugin nodejs\n`;
      const etc = configuration(main, {});
      debian.mount(etc, '/etc/collectd');
      const { path } = await libnodeInUse();
      await debian.cli(['install', '--plugin-dir', plugins, '--libnode-file', path]);
      const { stdout } = await debian.cli(['uninstall']);
      expect(stdout).toContain(
        'Take LoadPlugin nodejs out of /etc/collectd/collectd.conf:2, or collectd does not start any more.\n',
      );
      expect(readFileSync(join(etc, 'collectd.conf'), 'utf8')).toBe(main);
    });

    test('uninstall of a plugin that collectd does not load leaves the configuration alone', async () => {
      const debian = new Debian();
      const [plugins, other] = [temporary(), temporary()];
      const main = `PluginDir "${plugins}"\nInclude "/etc/collectd/collectd.conf.d/*.conf"\n`;
      const etc = configuration(main, FILES);
      debian.mount(etc, '/etc/collectd');
      const { path } = await libnodeInUse();
      for (const dir of [plugins, other])
        await debian.cli(['install', '--plugin-dir', dir, '--libnode-file', path]);
      const { stdout } = await debian.cli(['uninstall', '--plugin-dir', other]);
      expect(stdout).toBe(`collectd-nodejs: removed from ${other}\n`);
      expect(included(etc)).toEqual(FILES);
    });
  },
);

test('the Debian package makes a comment of it, and takes it away', () => {
  const deb = debInTest();
  onTestFinished(() => rmSync(deb.directory, { recursive: true }));
  const etc = configuration('LoadPlugin nodejs\n', FILES);
  const root = temporary();
  mkdirSync(join(root, 'etc'));
  symlinkSync(etc, join(root, 'etc/collectd'));
  const script = (name: string, ...args: string[]) => {
    const env = { PATH: '/usr/bin:/bin', DPKG_ROOT: root };
    const { status, stdout, stderr } = spawnSync(join(deb.scripts, name), args, {
      encoding: 'utf8',
      env,
    });
    expect(status, stderr).toBe(0);
    return stdout + stderr;
  };
  script('postinst', 'configure');
  expect(existsSync(join(root, 'opt/collectd/plugins'))).toBe(true);
  expect(script('postrm', 'upgrade', '0.1')).toBe('');
  expect(included(etc)).toEqual(FILES);
  const said = script('postrm', 'remove');
  expect(said).toContain(
    `LoadPlugin nodejs is a comment in ${root}/etc/collectd/collectd.conf.d/block.conf now`,
  );
  expect(said).toContain(`take LoadPlugin nodejs out of ${root}/etc/collectd/collectd.conf,`);
  expect(included(etc)).toEqual(COMMENTED);
  expect(existsSync(join(root, 'opt/collectd'))).toBe(false);
  expect(script('postrm', 'remove')).not.toContain('is a comment');
  expect(script('postinst', 'configure', '0.1')).toContain('line.conf loads the plugin again.');
  expect(included(etc)).toEqual(FILES);
  const own = join(root, 'opt/collectd/plugins/own.ts');
  writeFileSync(own, '');
  script('postrm', 'remove');
  expect(existsSync(own)).toBe(true);
});
