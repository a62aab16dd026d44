// `collectd-nodejs install` and `uninstall`, into plugin directories of their own.
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findCollectd } from '../../lib/cli/system/collectd.ts';
import { scriptDirOf } from '../../lib/cli/system/plugin-file.ts';
import { bare, libnodeInUse, temporary } from '../daemon/fixtures/plugin.ts';
import { runDaemon } from '../daemon/harness/index.ts';
import { cli, lines, run, withLibnode } from './command.ts';
import { packageCopy } from './package-copy.ts';

const inside = (dir: string, name: string) => join(scriptDirOf(dir), name);
const install = (dir: string, ...options: string[]) =>
  cli(['install', '--plugin-dir', dir, ...options], { env: withLibnode });

test('collectd runs with what was installed, and not with what was uninstalled', async () => {
  const prefix = temporary();
  const { path } = await libnodeInUse();
  const outcome = await cli(['install', '--prefix', prefix, '--libnode-file', path]);
  expect(outcome.status, outcome.stderr).toBe(0);
  const dir = join(prefix, 'lib/collectd');
  expect(lines(outcome)[0]).toMatch(new RegExp(`^collectd-nodejs \\S+: installed in ${dir}$`));
  expect(lines(outcome).slice(-2)).toEqual([
    `Above LoadPlugin nodejs, collectd.conf needs: PluginDir "${dir}"`,
    'A collectd that runs takes it at its next start: sudo systemctl restart collectd',
  ]);
  expect(lstatSync(join(dir, 'nodejs.so')).isFile()).toBe(true);

  const start = () =>
    runDaemon({
      args: ['-T'],
      config: (own) => bare(`ModulePath "${own}/plugins"\nImport "x"`, dir),
      files: { 'x.ts': 'console.log("it runs");' },
    });
  const { status, log } = await start();
  expect(log).toContain('it runs');
  expect(log).toContain(`${dir}/nodejs-`);
  expect(status).toBe(0);

  writeFileSync(join(dir, 'other.so'), 'of somebody else');
  expect((await cli(['uninstall', '--prefix', prefix])).status).toBe(0);
  expect(readdirSync(dir)).toEqual(['other.so']);
  expect((await start()).log).toMatch(/Could not find plugin "nodejs"/);
  expect(lines(await cli(['uninstall', '--prefix', prefix]))).toEqual([
    `collectd-nodejs is not installed in ${dir}`,
  ]);
});

test('an earlier version takes the place of a later one', async () => {
  const dir = temporary();
  const { path } = await libnodeInUse();
  const [later, earlier] = [packageCopy('99.2.0'), packageCopy('99.1.0')];
  for (const { program } of [later, earlier, later, earlier]) {
    const args = ['install', '--plugin-dir', dir, '--libnode-file', path];
    const { status, stderr } = await cli(args, { program });
    expect(status, stderr).toBe(0);
  }
  const { status, log } = await runDaemon({
    args: ['-T'],
    config: (own) => bare(`ModulePath "${own}/plugins"\nImport "x"`, dir),
    files: { 'x.ts': 'console.log("it runs");' },
  });
  expect(log).toContain('it runs');
  expect(status, log).toBe(0);
  const boot = readFileSync(inside(dir, 'boot.js'), 'utf8');
  expect(boot.trimEnd().split('\n').at(-1)).toBe('// 99.1.0');
});

test('a second install changes nothing, a damaged one is repaired', async () => {
  const dir = temporary();
  expect((await install(dir)).status).toBe(0);
  const snapshot = () =>
    [join(dir, 'nodejs.so'), ...['boot.js', 'installed.json'].map((name) => inside(dir, name))].map(
      (path) => {
        const { ino, mtimeMs } = statSync(path);
        return { ino, mtimeMs };
      },
    );
  const before = snapshot();
  const again = await install(dir);
  expect(lines(again)[0]).toMatch(/: already installed in /);
  expect(snapshot()).toEqual(before);
  expect(JSON.parse((await install(dir, '--json')).stdout)).toMatchObject({
    changed: false,
    steps: [],
  });

  for (let round = 0; round < 2; round++) {
    writeFileSync(inside(dir, 'boot.js'), 'damaged');
    expect(lines(await install(dir))[0]).toMatch(/: installed in /);
    expect(readFileSync(inside(dir, 'boot.js'), 'utf8')).not.toBe('damaged');
    expect(readdirSync(dir)).toHaveLength(2);
    expect(lines(await install(dir))[0]).toMatch(/: already installed in /);
  }
});

test('--dry-run says what it would do, and does nothing', async () => {
  const dir = temporary();
  const outcome = await install(dir, '--dry-run', '--conf-file', join(dir, 'nodejs.conf'));
  expect(outcome.stderr.split('\n')).toEqual([
    expect.stringMatching(/ would be done: copying \d+ files to /),
    expect.stringMatching(/ would be done: writing .*\/nodejs\.conf$/),
    '',
  ]);
  expect(readdirSync(dir)).toEqual([]);
  const { steps, changed } = JSON.parse((await install(dir, '--dry-run', '--json')).stdout);
  expect(steps).toHaveLength(1);
  expect(changed).toBe(true);
});

test('another version replaces it, keeps the libnode, and leaves nothing behind', async () => {
  const dir = temporary();
  const { path } = await libnodeInUse();
  await install(dir, '--libnode-file', path);
  const { program } = packageCopy('9.9.9');
  const outcome = await cli(['install', '--plugin-dir', dir], { program, env: withLibnode });
  expect(lines(outcome)[0]).toBe(`collectd-nodejs 9.9.9: installed in ${dir}`);
  expect(lines(outcome)[1]).toBe(`libnode: ${inside(dir, basename(path))}`);
  expect(readFileSync(inside(dir, 'boot.js'), 'utf8')).toContain('// 9.9.9');
  expect(readdirSync(dir).sort()).toEqual([expect.stringMatching(/^nodejs-/), 'nodejs.so']);
});

test('a directory from another way of installing is replaced, one of somebody else is not', async () => {
  const dir = temporary({ 'nodejs.so': 'old', 'nodejs/boot.js': 'old' });
  expect((await install(dir)).status).toBe(0);
  expect(readdirSync(dir)).toHaveLength(2);
  const other = temporary({ 'nodejs/notes.txt': 'mine' });
  expect((await install(other)).status).toBe(0);
  expect((await cli(['uninstall', '--plugin-dir', other])).status).toBe(0);
  expect(readdirSync(other)).toEqual(['nodejs']);
});

describe('--conf', () => {
  test('writes what collectd takes, and never over something else', async () => {
    const dir = temporary();
    const file = join(dir, 'nodejs.conf');
    expect((await install(dir, '--conf-file', file)).status).toBe(0);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(
      `PluginDir "${dir}"\nLoadPlugin nodejs\nPluginDir "/usr/lib/collectd"\n`,
    );
    const { status, log } = await runDaemon({ args: ['-T'], config: text });
    expect(status, log).toBe(0);
    expect(log).toContain('Plugin loaded but nothing is imported');
    const active = text
      .replaceAll(/^( *)#(?=[A-Z<]| )/gm, '$1')
      .replaceAll(/^ *[A-Z].*\. .*\n/gm, '');
    expect(active).toContain('<Module name>');

    writeFileSync(file, '# mine\n');
    const again = await install(dir, '--conf-file', file);
    expect(lines(again)).toContain(`${file} is there already, and is left as it is.`);
    expect(readFileSync(file, 'utf8')).toBe('# mine\n');
  });

  test('needs a directory', async () => {
    const dir = temporary();
    const outcome = await install(dir, '--conf-file', '/nonexistent/nodejs.conf');
    expect(outcome.stderr).toContain('(there is no directory /nonexistent)');
    expect(outcome.status).toBe(2);
    expect(readdirSync(dir)).toEqual([]);
  });
});

/** collectd of this machine, changed. */
function changedCollectd(change: (bytes: Buffer) => void): string {
  const bytes = readFileSync(findCollectd()?.path ?? '');
  change(bytes);
  const file = join(temporary(), 'collectd');
  writeFileSync(file, bytes, { mode: 0o755 });
  return file;
}

function replaceAll(bytes: Buffer, text: string, by: string): void {
  expect(by).toHaveLength(text.length);
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1))
    bytes.write(by, at, 'latin1');
}

const withoutConfiguration = (bytes: Buffer) =>
  replaceAll(bytes, '/etc/collectd/collectd.conf', '/nonexistent1/collectd.conf');

test('where collectd has no collectd.conf, it is in place and the exit status is 1', async () => {
  const dir = mkdtempSync('/tmp/plugs-');
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const collectd = changedCollectd((bytes) => {
    withoutConfiguration(bytes);
    replaceAll(bytes, '/usr/lib/collectd', dir);
  });
  // Or it would be installed on this machine.
  expect(findCollectd('', collectd)?.pluginDir).toBe(dir);
  const { status, stdout } = await cli(['install', '--collectd', collectd], { env: withLibnode });
  expect(lines({ status, stdout, stderr: '' })).toEqual([
    expect.stringMatching(new RegExp(`^collectd-nodejs \\S+: installed in ${dir}$`)),
    expect.stringMatching(/^libnode: /),
    'collectd does not start without /nonexistent1/collectd.conf: sudo apt install --no-install-recommends collectd libmnl0',
  ]);
  expect(status).toBe(1);
});

describe('refused, in one sentence', () => {
  const fake = (text: string): string => {
    const file = join(temporary({ collectd: `#!/bin/sh\n${text}\n` }), 'collectd');
    chmodSync(file, 0o755);
    return file;
  };
  const refused = async (...options: string[]): Promise<string> => {
    const dir = temporary();
    const outcome = await install(dir, ...options);
    expect(outcome.status).toBe(1);
    expect(readdirSync(dir)).toEqual([]);
    return outcome.stderr;
  };

  test('a collectd of another version', async () => {
    const collectd = fake('echo "collectd 4.10.9, http://collectd.org/"');
    expect(await refused('--collectd', collectd)).toMatch(
      /^collectd-nodejs: .*\/collectd is version 4\.10\.9; the plugin is for collectd 5\.12\. Install that one/,
    );
  });

  test('a collectd that does not run', async () => {
    const collectd = fake(
      'echo "error while loading shared libraries: libltdl.so.7" >&2; exit 127',
    );
    expect(await refused('--collectd', collectd)).toContain(
      'does not run: error while loading shared libraries: libltdl.so.7. Repair that first.',
    );
  });

  test('a collectd of another processor', async () => {
    const [machine, name] = process.arch === 'arm64' ? [62, 'x64'] : [183, 'arm64'];
    const collectd = changedCollectd((bytes) => bytes.writeUInt16LE(machine, 18));
    expect(await refused('--collectd', collectd)).toBe(
      `collectd-nodejs: ${collectd} is for ${name}, and this system runs ${process.arch}. Install the one for this system (sudo apt install collectd), or name it with --collectd.\n`,
    );
    const { stdout } = await cli(['doctor', '--json', '--collectd', collectd]);
    expect(JSON.parse(stdout).findings).toContainEqual({
      check: 'collectd',
      level: 'problem',
      message: `${collectd} is for ${name}, and this system runs ${process.arch}.`,
      advice: 'sudo apt install collectd',
    });
  });

  test('--conf where there is no collectd.conf', async () => {
    const collectd = changedCollectd(withoutConfiguration);
    expect(await refused('--collectd', collectd, '--conf')).toBe(
      'collectd-nodejs: There is no /nonexistent1/collectd.conf: collectd-core comes without one. Install the package that has it: sudo apt install --no-install-recommends collectd libmnl0; then repeat this command.\n',
    );
  });

  test('a runtime that is damaged', async () => {
    const { program, dir: copy } = packageCopy();
    const { abi } = await libnodeInUse();
    const runtime = join(copy, `dist/collectd/nodejs/runtime.abi${abi}.glibc.node`);
    truncateSync(runtime, 100);
    for (const option of [[], ['--libnode']]) {
      const dir = temporary();
      const args = ['install', '--plugin-dir', dir, ...option];
      const { status, stderr } = await cli(args, { program, env: withLibnode });
      expect(stderr).toContain(`Nothing was installed. No usable libnode: ${runtime} `);
      expect(stderr).toMatch(/ Install this package again: npm run build\n$/);
      expect(status).toBe(1);
      expect(readdirSync(dir)).toEqual([]);
    }
  });

  test('a collectd that is no program', async () => {
    const collectd = fake('echo "collectd 5.12.0, http://collectd.org/"');
    expect(await refused('--collectd', collectd)).toContain('is no program. Name collectd itself');
  });

  test('no files for the processor', async () => {
    const copy = packageCopy();
    mkdirSync(join(copy.dir, 'prebuilds/linux-riscv64'), { recursive: true });
    renameSync(
      join(copy.dir, 'dist/collectd/nodejs.so'),
      join(copy.dir, 'prebuilds/linux-riscv64/nodejs.so'),
    );
    const outcome = await cli(['install', '--plugin-dir', temporary()], copy);
    expect(outcome.stderr).toMatch(
      /^collectd-nodejs: This package has no files for the processor of collectd, \w+\. It has them for riscv64; others are built in a clone of collectd-nodejs: npm run build\n$/,
    );
    expect(outcome.status).toBe(1);
  });

  test('a libnode that does not fit', async () => {
    const dir = temporary();
    const outcome = await install(dir, '--libnode-file', '/etc/passwd');
    expect(outcome.stderr).toContain('--libnode-file: /etc/passwd is not an ELF file.');
    expect(outcome.status).toBe(1);
    expect(readdirSync(dir)).toEqual([]);
    expect((await install(dir, '--libnode', '--libnode-file', 'x')).status).toBe(2);
    expect((await install(dir, 'unexpected')).status).toBe(2);
  });

  test('a libnode that there is no runtime for', async () => {
    const dir = temporary();
    const { path, abi } = await libnodeInUse();
    const bytes = readFileSync(path);
    const soname = `libnode.so.${abi}\0`;
    for (let at = bytes.indexOf(soname); at >= 0; at = bytes.indexOf(soname, at + 1)) {
      bytes.write('libnode.so.931\0', at, 'latin1');
    }
    const file = join(temporary(), 'libnode.so.931');
    writeFileSync(file, bytes);
    const { stderr, status } = await install(dir, '--libnode-file', file);
    expect(stderr).toBe(
      `collectd-nodejs: --libnode-file: ${file} has ABI 931. There are runtimes for ABI ${abi}; another one is built in a clone of collectd-nodejs, where libnode-dev of that ABI is installed: npm run build\n`,
    );
    expect(status).toBe(1);
    expect(readdirSync(dir)).toEqual([]);
  });

  test.skipIf(process.getuid?.() !== 0)('a directory that is not writable', async () => {
    const { program } = packageCopy();
    const dir = temporary();
    chmodSync(dir, 0o755);
    const user = ['--reuid=65534', '--regid=65534', '--clear-groups'];
    const args = [...user, process.execPath, program, 'install', '--plugin-dir', dir];
    const { status, stderr } = await run('setpriv', args, { cwd: '/' });
    expect(stderr).toContain(
      `collectd-nodejs: ${dir} is not writable. As root: sudo collectd-nodejs install\n`,
    );
    expect(status).toBe(1);
  });
});
