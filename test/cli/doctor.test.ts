// `collectd-nodejs doctor`: every finding, shown by an installation that is broken that way.
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inspectCollectd } from '../../lib/cli/doctor/collectd.ts';
import { inspectConfiguration } from '../../lib/cli/doctor/configuration.ts';
import type { Finding, Patient } from '../../lib/cli/doctor/finding.ts';
import { missingNodeFiles } from '../../lib/cli/system/node-files.ts';
import { scriptDirOf } from '../../lib/cli/system/plugin-file.ts';
import { libnodeInUse, temporary } from '../daemon/fixtures/plugin.ts';
import { blocksOf } from '../fixtures/documentation.ts';
import { cli } from './command.ts';
import { doctor, type Installed, installed, only } from './installed.ts';

const again = 'sudo collectd-nodejs install';

test('a whole installation has nothing, and a value comes through', async () => {
  const { findings, ok } = await doctor(await installed());
  expect(findings.filter(({ level }) => level === 'problem')).toEqual([]);
  expect(ok).toBe(true);
  expect(findings.map(({ check }) => check)).toEqual(
    expect.arrayContaining(['collectd', 'plugin', 'libnode', 'configuration', 'ModulePath']),
  );
  expect(findings.at(-1)).toEqual({
    check: 'self-check',
    level: 'ok',
    message: 'collectd starts with the plugin, and a value came through',
  });
});

test('what docs/cli.md shows of it', async () => {
  const [shown] = blocksOf('docs/cli.md').filter(({ text }) => text.startsWith('ok '));
  const installation = await installed();
  const { dir, config } = installation;
  const text = async (): Promise<string> =>
    (await cli(['doctor', '--no-start', '--plugin-dir', dir, '--config', config])).stdout;
  const complete = await text();
  renameSync(installation.libnode, join(dir, 'away'));
  const without = await text();
  const lines = shown?.text.trimEnd().split('\n') ?? [];
  expect(lines.length).toBeGreaterThanOrEqual(4);
  // Only where the system has no libnode it is missing.
  const isMissing = without.includes('problem libnode: No libnode');
  for (const line of lines.slice(0, isMissing ? undefined : 2)) {
    const pattern = line
      .replace(/ in \/.*…$/, ' in …')
      .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll(/(?:\/[\w\\.]+)+/g, String.raw`\S+`)
      .replace(/version [\d\\.]+/, String.raw`version [\d.]+\S*`)
      .replace('…', '.*');
    expect(isMissing ? without : complete).toMatch(new RegExp(`^${pattern}`, 'm'));
  }
});

test('as text, every problem with what to type', async () => {
  const installation = await installed();
  rmSync(join(installation.dir, 'nodejs.so'));
  const { dir, config } = installation;
  const { stdout, status } = await cli(['doctor', '--plugin-dir', dir, '--config', config]);
  expect(stdout).toContain(
    `problem plugin: ${dir}/nodejs.so does not exist.\n        → ${again}\n`,
  );
  expect(stdout).toMatch(/^ok {6}collectd: \/\S+collectd, version 5\.12/m);
  expect(status).toBe(1);
});

describe('collectd', () => {
  const fake = (text: string): string => {
    const file = join(temporary({ collectd: `#!/bin/sh\n${text}\n` }), 'collectd');
    chmodSync(file, 0o755);
    return file;
  };

  test('is missing', () => {
    const root = '/nonexistent';
    const found = inspectCollectd({ collectd: undefined, pluginDir: '', config: '', root });
    expect(found).toEqual([
      expect.objectContaining({ level: 'problem', advice: 'sudo apt install collectd' }),
    ]);
    expect(found[0]?.message).toMatch(
      /^There is no collectd: looked for \/nonexistent\/usr\/sbin\/collectd, /,
    );
  });

  test('is of another version', async () => {
    const collectd = fake('echo "collectd 6.0.0.git, http://collectd.org/"');
    const [found] = (await doctor(await installed(), '--collectd', collectd)).of('collectd');
    expect(found?.message).toContain('is version 6.0.0; the plugin is for collectd 5.12.');
    expect(found?.level).toBe('problem');
  });

  test('does not run', async () => {
    const [found] = (await doctor(await installed(), '--collectd', fake('exit 126'))).of(
      'collectd',
    );
    expect(found?.message).toContain('does not run');
    expect(found?.advice).toBe('sudo apt install --reinstall collectd-core');
  });

  test('was built with other structures', async () => {
    // It says what the plugin says there: native/lifecycle/startup.cc.
    const text = readFileSync('native/lifecycle/startup.cc', 'utf8');
    expect(text).toContain('built with another layout of data sets');
    const daemon = realpathSync('/usr/sbin/collectd');
    const said = 'nodejs plugin: This collectd was built with another layout of data sets;';
    const collectd = fake(
      `case "$*" in *-T*) echo "${said}" >&2; exit 1;; *) exec ${daemon} "$@";; esac`,
    );
    const installation = await installed();
    const { findings } = await doctor(installation);
    expect(findings.at(-1)).toMatchObject({ check: 'self-check', level: 'ok' });
    // A script is no ELF file, so only the self-check itself is asked.
    const { selfCheck } = await import('../../lib/cli/doctor/self-check.ts');
    const patient: Patient = {
      collectd: {
        path: collectd,
        version: '5.12.0',
        pluginDir: '',
        config: '',
        problem: '',
        elf: undefined,
      },
      pluginDir: installation.dir,
      config: '',
      root: '',
    };
    const [found] = selfCheck(patient);
    expect(found).toMatchObject({ check: 'self-check', level: 'problem' });
    expect(found?.message).toContain('was built with other structures than the plugin');
  });
});

describe('the plugin', () => {
  const problems: [name: string, damage: (installed: Installed) => void, Partial<Finding>][] = [
    ['is missing', ({ dir }) => rmSync(join(dir, 'nodejs.so')), { advice: again }],
    [
      'is a link',
      ({ dir }) => {
        renameSync(join(dir, 'nodejs.so'), join(dir, 'real'));
        symlinkSync('real', join(dir, 'nodejs.so'));
      },
      { message: expect.stringContaining('is a link, which collectd refuses to load.') },
    ],
    [
      'is half installed',
      ({ dir }) => rmSync(scriptDirOf(dir), { recursive: true }),
      { message: expect.stringContaining('half of it is installed.'), advice: again },
    ],
    [
      'has parts of another installation',
      ({ dir }) => appendFileSync(join(dir, 'nodejs.so'), 'x'),
      { message: expect.stringContaining('/nodejs.so is not the file that was installed.') },
    ],
    [
      'lacks a file',
      ({ dir }) => rmSync(join(scriptDirOf(dir), 'transpiler.js')),
      { message: expect.stringContaining('/transpiler.js is missing.'), advice: again },
    ],
    [
      'is truncated',
      ({ dir }) => truncateSync(join(dir, 'nodejs.so'), 5000),
      { message: expect.stringContaining('/nodejs.so is truncated.'), advice: again },
    ],
    [
      'is for another processor',
      ({ dir }) => {
        const file = join(dir, 'nodejs.so');
        const bytes = readFileSync(file);
        bytes.writeUInt16LE(0xf3, 18);
        writeFileSync(file, bytes);
      },
      { message: expect.stringContaining('is made for another kind of processor') },
    ],
    [
      'can be written by everybody',
      ({ dir }) => chmodSync(join(scriptDirOf(dir), 'boot.js'), 0o646),
      {
        message: expect.stringMatching(/^Every user .*boot\.js/),
        advice: expect.stringMatching(/^sudo chmod o-w .*boot\.js$/),
      },
    ],
  ];

  test.each(problems)('%s', async (_name, damage, expected) => {
    const installation = await installed();
    damage(installation);
    const [found] = (await doctor(installation, '--no-start')).of('plugin');
    expect(found).toMatchObject({ level: 'problem', ...expected });
  });

  test('can be read by its owner only, or is left over from an interrupted install', async () => {
    const installation = await installed();
    mkdirSync(join(installation.dir, '.nodejs-directory-12-abc'));
    expect(await only(installation)).toMatchObject({
      level: 'warning',
      message: expect.stringContaining('left .nodejs-directory-12-abc in'),
      advice: again,
    });
    rmSync(join(installation.dir, '.nodejs-directory-12-abc'), { recursive: true });
    chmodSync(join(installation.dir, 'nodejs.so'), 0o600);
    expect(await only(installation)).toMatchObject({
      level: 'warning',
      advice: `sudo chmod go+rX ${installation.dir}/nodejs.so`,
    });
  });

  test('is of another version than the command', async () => {
    const installation = await installed();
    const file = join(scriptDirOf(installation.dir), 'installed.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...manifest, version: '0.0.1' }));
    expect(await only(installation)).toMatchObject({
      level: 'warning',
      message: expect.stringContaining('Version 0.0.1 is installed'),
      advice: again,
    });
  });
});

describe('libnode', () => {
  test('has no runtime', async () => {
    const installation = await installed();
    const { abi } = await libnodeInUse();
    const directory = scriptDirOf(installation.dir);
    const runtime = join(directory, `runtime.abi${abi}.glibc.node`);
    const other = join(directory, 'runtime.abi127.glibc.node');
    renameSync(runtime, other);
    const [found] = (await doctor(installation, '--no-start')).of('libnode');
    expect(found).toEqual({
      check: 'libnode',
      level: 'problem',
      message: `No usable libnode: ${installation.libnode} has ABI ${abi}, and the runtime for that, ${runtime}, does not exist. Install libnode127 (Ubuntu 26.04), with apt for example, or name one with LibNode "path".`,
      advice: 'sudo collectd-nodejs install --libnode',
    });
    rmSync(other);
    const [none] = (await doctor(installation, '--no-start')).of('libnode');
    expect(none).toEqual({
      check: 'libnode',
      level: 'problem',
      message: `There is no runtime in ${directory}: the plugin is not installed there, or not completely. Install it: sudo collectd-nodejs install --libnode`,
      advice: 'sudo collectd-nodejs install --libnode',
    });
  });

  test('is missing', async (context) => {
    const installation = await installed();
    renameSync(installation.libnode, join(installation.dir, 'away'));
    const [missing] = (await doctor(installation, '--no-start')).of('libnode');
    if (missing === undefined) context.skip('the system has one');
    expect(missing?.message).toMatch(/^No libnode found: looked for libnode\.so\.\{/);
    expect(missing?.advice).toBe('sudo collectd-nodejs install --libnode');
  });

  test('is one of several', async () => {
    const installation = await installed();
    const other = temporary();
    copyFileSync(installation.libnode, join(other, basename(installation.libnode)));
    const args = ['doctor', '--json', '--no-start', '--plugin-dir', installation.dir];
    const { stdout } = await cli([...args, '--config', installation.config], {
      env: { LD_LIBRARY_PATH: other },
    });
    const { findings } = JSON.parse(stdout) as { findings: Finding[] };
    const [found] = findings.filter(
      ({ check, level }) => check === 'libnode' && level === 'warning',
    );
    expect(found?.message).toContain('There are several that could be used; collectd takes ');
    expect(found?.message).toContain(`not ${other}/`);
    expect(found?.advice).toMatch(/^to choose, write into <Plugin nodejs>: LibNode "/);
  });

  test('is damaged, or its runtime is', async () => {
    const installation = await installed();
    const runtime = join(
      scriptDirOf(installation.dir),
      `runtime.abi${basename(installation.libnode).split('.').at(-1)}.glibc.node`,
    );
    const bytes = readFileSync(runtime);
    writeFileSync(runtime, bytes.subarray(0, 4096));
    const [found] = (await doctor(installation, '--no-start')).of('libnode');
    expect(found?.message).toContain('is truncated: install or build collectd-nodejs again');
    expect(found?.advice).toBe(again);
  });

  test('lacks its files below /usr/share/nodejs', async () => {
    const { path, abi } = await libnodeInUse();
    const missing = missingNodeFiles(path, abi, '/nonexistent');
    expect(missing.map((one) => one.package)).toContain('node-undici');
    expect(missingNodeFiles(path, abi, '')).toEqual([]);
  });
});

describe('the configuration', () => {
  test('has an error', async () => {
    const installation = await installed('Workers 0\n');
    expect(await only(installation)).toMatchObject({
      check: 'configuration',
      level: 'problem',
      message: expect.stringMatching(/collectd\.conf:6: error: Workers 0 in <Plugin nodejs>: give/),
      advice: `collectd-nodejs check ${installation.config}`,
    });
  });

  test('does not load the plugin, or is not there', async () => {
    const installation = await installed();
    writeFileSync(installation.config, 'Interval 10\n');
    expect(await only(installation)).toMatchObject({
      advice: 'sudo collectd-nodejs install --conf',
    });
    const config = '/nonexistent/collectd.conf';
    const [absent] = await inspectConfiguration({
      collectd: undefined,
      pluginDir: '',
      config,
      root: '',
    });
    expect(absent).toMatchObject({ level: 'warning', message: `${config} does not exist.` });
  });

  test('names a directory that others may write to, or that they cannot read', async () => {
    const installation = await installed();
    const [, modules = ''] =
      /ModulePath "(.*)"/.exec(readFileSync(installation.config, 'utf8')) ?? [];
    chmodSync(modules, 0o777);
    expect((await doctor(installation, '--no-start')).of('ModulePath')).toEqual([
      expect.objectContaining({ level: 'problem', advice: `sudo chmod o-w ${modules}` }),
    ]);
    chmodSync(modules, 0o700);
    expect(await only(installation)).toMatchObject({
      level: 'warning',
      advice: `sudo chmod go+rX ${modules}`,
    });
  });
});

test('a start of collectd that fails', async () => {
  const installation = await installed();
  // Read by nobody before a worker starts.
  writeFileSync(join(scriptDirOf(installation.dir), 'boot.js'), 'throw new Error("no boot");');
  const file = join(scriptDirOf(installation.dir), 'installed.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...manifest, files: {} }));
  const { findings } = await doctor(installation);
  expect(findings.at(-1)).toMatchObject({
    check: 'self-check',
    level: 'problem',
    message: expect.stringMatching(
      /^collectd with nothing but this plugin ended with status 1: .*no boot/,
    ),
    advice: 'correct what it says there, then collectd-nodejs doctor again',
  });
});

test('a plugin directory that is not there', async () => {
  const prefix = temporary();
  const { status, stdout } = await cli(['doctor', '--no-start', '--json', '--prefix', prefix]);
  const { findings } = JSON.parse(stdout) as { findings: Finding[] };
  const message = `${prefix}/lib/collectd/nodejs.so does not exist.`;
  expect(findings).toContainEqual(expect.objectContaining({ check: 'plugin', message }));
  expect(status).toBe(1);
});
