// docs/cli.md, docs/install.md, docs/troubleshooting.md and the README: every command line in them does what it is there for.

import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { libnodeInUse, temporary } from '../daemon/fixtures/plugin.ts';
import { pluginDir } from '../daemon/harness/index.ts';
import { cli, lines, type Outcome, program, root, run, withLibnode } from './command.ts';

const pages = ['docs/cli.md', 'docs/install.md', 'docs/troubleshooting.md', 'README.md'];

/** The lines of all shell blocks that have the command in them, sudo aside. */
function commandLines(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const blocks = [...text.matchAll(/```sh\n([^]*?)```/g)].map(([, block = '']) => block);
  return blocks
    .flatMap((block) => block.split('\n'))
    .filter((line) => /\bcollectd-nodejs(?:\)")? (?!listen|send|types)\w/.test(line))
    .map((line) =>
      line
        .replace(/^sudo /, '')
        .replace(/"\$\(command -v (node|collectd-nodejs)\)"/g, '$1')
        .replace(/^node (?=collectd-nodejs)/, '')
        .trim(),
    );
}

const all = [...new Set(pages.flatMap(commandLines))].filter((line) =>
  line.startsWith('collectd-nodejs '),
);

/** What must not happen on the machine of the tests goes elsewhere, and real files are put in. */
async function runLine(line: string): Promise<Outcome> {
  const dir = temporary();
  const { path } = await libnodeInUse();
  symlinkSync(program, join(dir, 'collectd-nodejs'));
  for (const name of ['collectd', 'plugins']) mkdirSync(join(dir, name));
  writeFileSync(join(dir, 'collectd.conf'), 'Interval 10\n<Module dice>\nSides 6\n</Module>\n');
  writeFileSync(
    join(dir, 'dice.ts'),
    `import { integer, register_config, register_read, Values } from 'collectd';
register_config({ Sides: integer({ default: 6 }) }, () => {});
register_read(() => { new Values({ plugin: 'dice', type: 'gauge', values: [1] }).dispatch(); });`,
  );
  const words = line
    .replace('/opt/node/lib/libnode.so.137', path)
    .replace(/ --conf$/, ' --conf-file /etc/collectd/nodejs.conf')
    .replace('/etc/collectd/collectd.conf', `${dir}/collectd.conf`)
    .replace('/etc/collectd/', `${dir}/`)
    .replace('/opt/collectd', `${dir}/collectd`)
    .split(/ (?=(?:[^']*'[^']*')*[^']*$)/)
    .map((word) => word.replace(/^'(.*)'$/, '$1'));
  const [, command] = words;
  const scratch = / --(prefix|plugin-dir) /.test(line) ? [] : ['--plugin-dir', `${dir}/plugins`];
  if (command === 'install')
    words.push(...scratch, ...(/--libnode /.test(line) ? ['--dry-run'] : []));
  if (command === 'uninstall' || command === 'doctor') words.push(...scratch);
  // That of this machine may be anything.
  if (command === 'doctor' && !line.includes('--config')) {
    words.push('--config', `${dir}/collectd.conf`);
  }
  if (command === 'check' && words.length === 2) words.push(`${dir}/collectd.conf`);
  if (command === 'run' && !line.includes('--once')) words.push('--once');
  if (command === 'doctor') {
    const { stderr, status } = await cli(['install', ...scratch, '--libnode-file', path]);
    expect(status, stderr).toBe(0);
  }
  const [name = '', ...args] = words;
  // What is installed without --libnode finds one.
  const libnode = command === 'install' ? withLibnode : {};
  return run(name, args, {
    cwd: dir,
    env: { ...libnode, PATH: [dir, process.env.PATH].join(delimiter) },
  });
}

test('there are some of every command', () => {
  for (const command of 'install uninstall doctor check describe run new explain'.split(' ')) {
    expect(all.some((line) => line.startsWith(`collectd-nodejs ${command}`))).toBe(true);
  }
});

describe('docs/cli.md, docs/install.md, docs/troubleshooting.md and README.md', () => {
  test.each(all)('%s', async (line) => {
    const { status, stdout, stderr } = await runLine(line);
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).not.toBe('');
  });
});

test('describe prints, and check --load says, what docs/cli.md shows of one plugin', async () => {
  const text = readFileSync(join(root, 'docs/cli.md'), 'utf8');
  const [, section = ''] = text.split('\n## describe\n');
  const [, plugin = '', block = ''] =
    /```ts\n([^]*?)```[^]*?```apache\n([^]*?)```/.exec(section) ?? [];
  const dir = temporary({ 'dice.ts': plugin });
  const { stdout, stderr } = await cli(['describe', './dice.ts'], { cwd: dir });
  expect(stderr).toBe('');
  expect(stdout).toBe(block);
  writeFileSync(
    join(dir, 'collectd.conf'),
    `PluginDir "${pluginDir}"\nLoadPlugin nodejs\n<Plugin nodejs>\nModulePath "."\nImport "dice"\n${block.replace('#Sides 6', 'Sides 0')}</Plugin>\n`,
  );
  const [finding] = lines(await cli(['check', '--load', 'collectd.conf'], { cwd: dir }));
  expect(text).toContain(`\n${finding}\n`);
});

test('the usage of every command is in --help', async () => {
  const { stdout, status } = await cli(['--help']);
  expect(status).toBe(0);
  const commands = 'install uninstall doctor check describe run new explain listen send'.split(' ');
  for (const command of commands) {
    expect(stdout).toContain(`collectd-nodejs ${command} `);
    const own = await cli([command, '--help']);
    expect(own.status).toBe(0);
    expect(stdout).toContain(own.stdout.trim());
  }
  expect(await cli(['nope'])).toMatchObject({ status: 2, stdout: '' });
  expect((await cli(['chek'])).stderr).toContain('no command "chek". Did you mean "check"? There');
  expect((await cli(['help', 'run'])).stdout).toBe((await cli(['run', '-h'])).stdout);
  expect((await cli([])).stderr).toContain('collectd-nodejs: what to do?');
});
