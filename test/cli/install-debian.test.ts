// `collectd-nodejs install` beside dpkg and apt: files that belong to a package, and a libnode
// that apt can install, cannot install, or does not have.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCollectd } from '../../lib/cli/system/collectd.ts';
import { findLibnode } from '../../lib/cli/system/libnode.ts';
import { missingNodeFiles } from '../../lib/cli/system/node-files.ts';
import { scriptDirOf } from '../../lib/cli/system/plugin-file.ts';
import { bare, libnodeInUse, temporary } from '../daemon/fixtures/plugin.ts';
import { runDaemon } from '../daemon/harness/index.ts';
import { lines, program, root, withLibnode } from './command.ts';
import { Debian, noDebian } from './debian.ts';

const shared = '/usr/share/nodejs';
const reason = noDebian();

describe.skipIf(reason !== undefined)(
  `apt and dpkg${reason ? ` (not here: ${reason})` : ''}`,
  () => {
    test('what a Debian package has brought is its own', async () => {
      const debian = new Debian();
      const dir = temporary();
      const built = join(root, 'dist/collectd');
      const file = await debian.build({
        name: 'collectd-nodejs',
        files: {
          [`${dir}/nodejs.so`]: `${built}/nodejs.so`,
          [`${dir}/nodejs/boot.js`]: `${built}/nodejs/boot.js`,
        },
      });
      const dpkg = async (...args: string[]) => {
        const { status, stderr } = await debian.run(['dpkg', ...args]);
        expect(status, stderr).toBe(0);
      };
      await dpkg('--install', file);
      for (const [command, advice] of [
        ['install', 'Remove that first: sudo apt remove collectd-nodejs'],
        ['uninstall', 'Remove it with: sudo apt remove collectd-nodejs'],
      ] as const) {
        const { status, stderr } = await debian.cli([command, '--plugin-dir', dir]);
        expect(stderr).toBe(
          `collectd-nodejs: ${dir}/nodejs.so belongs to the Debian package collectd-nodejs. ${advice}\n`,
        );
        expect(status).toBe(1);
        expect(readdirSync(dir).sort()).toEqual(['nodejs', 'nodejs.so']);
      }
      await dpkg('--remove', 'collectd-nodejs');
      expect(existsSync(join(dir, 'nodejs.so'))).toBe(false);
      expect((await debian.cli(['install', '--plugin-dir', dir], withLibnode)).status).toBe(0);
    });

    /** A system without a libnode; and the one that apt may bring. */
    async function withoutLibnode(): Promise<{ debian: Debian; path: string; abi: number }> {
      const debian = new Debian();
      const { path, abi } = await libnodeInUse();
      debian.installed('libc6');
      const elf = findCollectd()?.elf;
      if (elf === undefined) throw new Error('no collectd');
      const scope = { scriptDir: join(root, 'dist/collectd/nodejs'), machine: elf, root: '' };
      for (const one of findLibnode(scope).usable) {
        if (!one.path.startsWith(root)) debian.mount('/dev/null', one.path);
      }
      return { debian, path, abi };
    }

    test('without a libnode nothing is installed', async () => {
      const { debian } = await withoutLibnode();
      const dir = temporary();
      const { status, stdout, stderr } = await debian.cli(['install', '--plugin-dir', dir]);
      expect(stderr).toMatch(
        /^collectd-nodejs: Nothing was installed, because collectd would not start with it\. No libnode found.* To get one: sudo collectd-nodejs install --libnode\n$/,
      );
      expect([status, stdout]).toEqual([1, '']);
      expect(readdirSync(dir)).toEqual([]);
    });

    test('apt installs the libnode, after an update of its lists', async () => {
      const { debian, path, abi } = await withoutLibnode();
      const dir = temporary();
      const lib = temporary();
      const name = `libnode${abi}`;
      const to = join(lib, basename(path));
      await debian.offer({ name, fields: ['Depends: libc6'], files: { [to]: path } });
      const env = { LD_LIBRARY_PATH: lib };
      const dry = () => debian.cli(['install', '--libnode', '--plugin-dir', dir, '--dry-run'], env);
      expect((await dry()).stderr).toMatch(
        /^\S* ?would be done: apt-get update: apt does not know/,
      );
      expect((await debian.run(['apt-get', 'update'])).status).toBe(0);
      expect((await dry()).stderr).toContain(`would be done: apt-get install ${name}`);
      debian.forget();
      expect(readdirSync(lib)).toEqual([]);
      expect(readdirSync(dir)).toEqual([]);
      const outcome = await debian.cli(['install', '--libnode', '--plugin-dir', dir], env);
      expect(outcome.status, outcome.stderr).toBe(0);
      expect(outcome.stderr).toMatch(
        /apt-get update: .*\n.*apt-get install libnode\d+\n.*copying \d+ files/,
      );
      expect(lines(outcome)).toContain(`libnode: ${to}`);
      // There is one now.
      const again = await debian.cli(['install', '--libnode', '--plugin-dir', dir], env);
      expect(again.stderr).toBe('');
    });

    /** With the scripts below /usr/share/nodejs gone, and what brings them. */
    async function withConflict() {
      const { debian, path, abi } = await withoutLibnode();
      const libnode = `libnode${abi}`;
      const scripts = temporary();
      debian.installed('nodejs');
      const missing = missingNodeFiles(path, abi, '/nonexistent');
      const modules = [...new Set(missing.map((one) => one.path.split('/')[4] ?? ''))];
      for (const module of modules) {
        const files = { [`${shared}/${module}`]: `${shared}/${module}` };
        await debian.offer({ name: `node-${module}`, files });
      }
      const depends = ['libc6 (>= 1.0)', ...modules.map((module) => `node-${module} | nodejs`)];
      await debian.offer({
        name: libnode,
        fields: [`Depends: ${depends.join(', ')}`, 'Conflicts: nodejs'],
        files: { [`/usr/lib/test-linux-gnu/${basename(path)}`]: path },
      });
      debian.mount(scripts, shared);
      return { debian, path, libnode, scripts, modules };
    }

    test('beside another Node it is unpacked, used, and taken away again', async () => {
      const { debian, path, libnode, scripts, modules } = await withConflict();
      const dir = temporary();
      const outcome = await debian.cli(['install', '--libnode', '--plugin-dir', dir]);
      expect(outcome.status, outcome.stderr).toBe(0);
      expect(outcome.stderr).toContain(
        `unpacking ${libnode} beside the plugin, because apt cannot install it: it would remove nodejs`,
      );
      const own = join(scriptDirOf(dir), basename(path));
      expect(lines(outcome)).toContain(`libnode: ${own}`);
      expect(readdirSync(scripts).sort()).toEqual([...modules].sort());

      const { status, log } = await runDaemon({
        command: debian.enter(['/usr/sbin/collectd']),
        args: ['-T'],
        config: (at) => bare(`ModulePath "${at}/plugins"\nImport "x"`, dir),
        files: { 'x.ts': 'console.log("it runs");' },
      });
      expect(log).toContain('it runs');
      expect(log).toContain(own);
      expect(status, log).toBe(0);

      // What the user has brought meanwhile stays.
      mkdirSync(join(scripts, 'other'));
      const removed = await debian.cli(['uninstall', '--plugin-dir', dir]);
      expect(removed.status, removed.stderr).toBe(0);
      expect(readdirSync(dir)).toEqual([]);
      expect(readdirSync(scripts)).toEqual(['other']);
    });

    test('what is there of /usr/share/nodejs is not changed', async () => {
      const { debian, scripts, modules } = await withConflict();
      const [module = ''] = modules;
      mkdirSync(join(scripts, module));
      const dir = temporary();
      const { status, stderr } = await debian.cli(['install', '--libnode', '--plugin-dir', dir]);
      expect(stderr).toContain(`${shared}/${module} is there without it. Install Debian's package`);
      expect(status).toBe(1);
      expect(readdirSync(join(scripts, module))).toEqual([]);
      expect(readdirSync(dir)).toEqual([]);
    });

    test('a download that fails', async () => {
      const { debian, libnode } = await withConflict();
      const dir = temporary();
      rmSync(await debian.build({ name: libnode }));
      const { status, stderr } = await debian.cli(['install', '--libnode', '--plugin-dir', dir]);
      expect(stderr).toContain(
        `apt-get download ${libnode} failed. Check the network, then repeat this command.`,
      );
      expect(status).toBe(1);
      expect(readdirSync(dir)).toEqual([]);
    });

    test('apt has none, or there is no apt', async () => {
      const { debian } = await withoutLibnode();
      const dir = temporary();
      const none = await debian.cli(['install', '--libnode', '--plugin-dir', dir]);
      expect(none.stderr).toMatch(
        /collectd-nodejs: apt has none of libnode\d+.*\. This system has no libnode that the plugin can use; "collectd-nodejs run" works without one, through collectd's exec plugin\.\n$/,
      );
      expect(none.status).toBe(1);
      expect(readdirSync(dir)).toEqual([]);
      const install = [process.execPath, program, 'install', '--libnode', '--plugin-dir', dir];
      const without = await debian.run(['env', 'PATH=/nonexistent', ...install]);
      expect(without.stderr).toMatch(
        /There is no apt here to get a libnode from\. Install one of libnode\d+.*, or name a libnode\.so with --libnode-file\.\n$/,
      );
      expect(without.status).toBe(1);
    });
  },
);
