// The npm package, as a user gets it: what is in it, and collectd with it on a machine
// that has no compiler.
import { existsSync, readdirSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { libnodeInUse, temporary } from '../daemon/fixtures/plugin.ts';
import { readCsv, startDaemon } from '../daemon/harness/index.ts';
import { run } from './command.ts';
import { deadLinks } from './documentation.ts';
import { packageInTest } from './package-in-test.ts';

const npm = ['--offline', '--silent', '--no-audit', '--no-fund'];

let tarball = '';

beforeAll(() => {
  const { file, remove } = packageInTest();
  tarball = file;
  return remove;
});

test('it holds what is needed, and nothing else', async () => {
  const { stdout } = await run('tar', ['-tzf', tarball]);
  const names = stdout.split('\n').filter(Boolean);
  const kinds = [
    /^package\/(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
    /^package\/dist\/cli\/([\w-]+\.js|troubleshooting\.txt)$/,
    /^package\/dist\/collectd\/nodejs\/(\w+(\.d)?\.[jt]s|package\.json)$/,
    /^package\/dist\/collectd\/nodejs\/plugins\/\w+\.js$/,
    /^package\/dist\/network\/index\.js$/,
    /^package\/dist\/types\/.*\.d\.ts$/,
    /^package\/dist\/man\/[\w-]+\.\d$/,
    /^package\/docs\/[\w.-]+\.md$/,
    /^package\/docs\/images\/[\w.-]+\.svg$/,
    /^package\/examples\/\w+\/\w+\.ts$/,
    /^package\/plugins\/\w+\/.+$/,
    /^package\/prebuilds\/linux-\w+\/(nodejs\.so|runtime\.abi\d+\.glibc\.node)$/,
  ];
  expect(names.filter((name) => !kinds.some((kind) => kind.test(name)))).toEqual([]);
  for (const one of ['CHANGELOG.md', 'dist/man/collectd-nodejs.1', 'dist/man/collectd-nodejs.5'])
    expect(names).toContain(`package/${one}`);
  for (const kind of kinds)
    expect(
      names.some((name) => kind.test(name)),
      String(kind),
    ).toBe(true);
  expect(statSync(tarball).size).toBeLessThan(5 * 1024 * 1024);
});

test('every link of its pages leads somewhere in it', async () => {
  const unpacked = temporary();
  expect((await run('tar', ['-xzf', tarball, '-C', unpacked])).status).toBe(0);
  expect(deadLinks(join(unpacked, 'package'))).toEqual([]);
});

test('installed without a compiler, values flow', async () => {
  const { path } = await libnodeInUse();
  const bin = temporary();
  const command = realpathSync(process.execPath);
  symlinkSync(command, join(bin, 'node'));
  for (const name of ['sh', 'env', 'dpkg']) {
    const file = [`/bin/${name}`, `/usr/bin/${name}`].find((one) => existsSync(one));
    if (file !== undefined) symlinkSync(file, join(bin, name));
  }
  const found = await run('sh', ['-c', 'readlink -f "$(command -v npm)"']);
  const npmCli = found.stdout.trim();
  const prefix = temporary();
  const empty = temporary();
  const args = ['install', '--global', `--prefix=${prefix}`, ...npm, tarball];
  const installed = await run(command, [npmCli, ...args], { cwd: empty, env: { PATH: bin } });
  expect(installed.status, installed.stderr).toBe(0);
  expect(readdirSync(empty)).toEqual([]);
  for (const compiler of ['cc', 'gcc', 'g++', 'make', 'python3']) {
    expect(existsSync(join(bin, compiler))).toBe(false);
  }

  const own = { cwd: empty, env: { PATH: `${prefix}/bin:${bin}` } };
  const target = temporary();
  const options = ['install', '--prefix', target, '--libnode-file', path];
  const placed = await run('collectd-nodejs', options, own);
  expect(placed.status, placed.stderr).toBe(0);
  const dir = join(target, 'lib/collectd');
  const doctor = await run('collectd-nodejs', ['doctor', '--plugin-dir', dir], own);
  expect(doctor.stdout).toContain('a value came through');

  const daemon = await startDaemon({
    config: (own) => `LoadPlugin csv
<Plugin csv>
  DataDir "${own}/csv"
</Plugin>
PluginDir "${dir}"
LoadPlugin nodejs
<Plugin nodejs>
  ModulePath "${own}/plugins"
  Import "x"
</Plugin>
`,
    files: {
      'x.ts': `import { register_read, Values } from 'collectd';
let n = 0;
register_read(() => { new Values({ plugin: 'x', type: 'gauge' }).dispatch({ values: [n++] }); });`,
    },
  });
  await daemon.waitFor(() => readCsv(daemon.dir, 'x/gauge').length >= 3, 60);
  expect(daemon.log()).toContain(dir);
  expect((await daemon.stop()).status).toBe(0);

  const removed = await run('collectd-nodejs', ['uninstall', '--prefix', target], own);
  expect(removed.status, removed.stderr).toBe(0);
  expect(readdirSync(dir)).toEqual([]);
});
