// `collectd-nodejs new`: what it writes passes its own test, type check and collectd.
import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { pluginDir, runDaemon } from '../daemon/harness/index.ts';
import { cli, lines, program, root, run } from './command.ts';

/** A directory for PATH with the command, as `npm install -g` leaves it. */
function withCommand(): string {
  const bin = temporary();
  symlinkSync(program, join(bin, 'collectd-nodejs'));
  return bin;
}

test('a new plugin passes its own test, without network', async () => {
  const dir = temporary();
  const outcome = await cli(['new', 'dice'], { cwd: dir });
  expect(outcome.status, outcome.stderr).toBe(0);
  expect(lines(outcome).at(-1)).toBe(`Next: cd ${dir}/dice && npm test`);

  const Path = [withCommand(), process.env.PATH].join(delimiter);
  const options = {
    cwd: join(dir, 'dice'),
    env: { PATH: Path, npm_config_offline: 'true' },
  };
  const tested = await run('npm', ['test'], options);
  expect(tested.status, tested.stdout + tested.stderr).toBe(0);
  expect(tested.stdout).toMatch(/^\S+ pass 2$/m);

  // Its configuration is found in a directory of another name, too, such as that of a clone.
  renameSync(join(dir, 'dice'), join(dir, 'clone'));
  const args = ['run', '--once', '--config', 'test/collectd.conf', '.'];
  expect(await cli(args, { cwd: join(dir, 'clone') })).toMatchObject({ status: 0, stderr: '' });
  renameSync(join(dir, 'clone'), join(dir, 'dice'));

  // It is the plugin's own behaviour that is tested.
  writeFileSync(join(dir, 'dice/index.ts'), 'export {};');
  expect((await run('npm', ['test'], options)).status).not.toBe(0);
});

test('collectd takes its configuration, and check its own', async () => {
  const dir = temporary();
  await cli(['new', '--dir', `${dir}/two-dice`, 'two-dice'], { cwd: dir });
  const snippet = join(dir, 'two-dice/collectd.conf');
  const { status, log } = await runDaemon({
    args: ['-T'],
    config: `PluginDir "${pluginDir}"\nInclude "${snippet}"\n`,
  });
  expect(log).toContain('1 module in 1 worker');
  // collectd -T may stop its write threads before they have had what was read.
  expect(log).not.toMatch(
    /\[error\]|\[warning\] (?!plugin_dispatch_values|plugin: \d+ value lists? w)/,
  );
  expect(status).toBe(0);
  writeFileSync(join(dir, 'main.conf'), `PluginDir "${pluginDir}"\nInclude "${snippet}"\n`);
  expect((await cli(['check', '--load', join(dir, 'main.conf')])).status).toBe(0);
});

test('run finds its block by the path of the file, too', async () => {
  const dir = temporary();
  await cli(['new', '--dir', `${dir}/my.dice-2`, 'two-dice'], { cwd: dir });
  const conf = join(dir, 'my.dice-2/collectd.conf');
  const one = readFileSync(conf, 'utf8').replace('Sides 6', 'Sides 1');
  writeFileSync(conf, one);
  for (const plugin of ['./index.ts', '.']) {
    const args = ['run', '--once', '--config', 'collectd.conf', plugin];
    const { stderr, status } = await cli(args, { cwd: join(dir, 'my.dice-2') });
    expect(stderr).toContain('Sides 1 in <Module "my.dice-2">: ');
    expect(status).toBe(1);
  }
});

test('its types are right', async () => {
  const dir = temporary();
  await cli(['new', 'dice'], { cwd: dir });
  mkdirSync(join(dir, 'node_modules/@types'), { recursive: true });
  symlinkSync(root, join(dir, 'node_modules/collectd-nodejs'));
  // The version that its package.json asks for.
  symlinkSync(join(root, 'node_modules/types-node-18'), join(dir, 'node_modules/@types/node'));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout, status } = await run(process.execPath, [tsc, '-p', join(dir, 'dice')]);
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

test('it writes over nothing, and takes no name that is none', async () => {
  const dir = temporary({ 'there/x': '' });
  expect(await cli(['new', 'there'], { cwd: dir })).toMatchObject({
    status: 1,
    stderr: `collectd-nodejs: ${dir}/there exists already. Choose another --dir.\n`,
  });
  const empty = temporary();
  expect((await cli(['new', '--dir', empty, 'two-dice'], { cwd: dir })).status).toBe(0);
  const conf = readFileSync(join(empty, 'collectd.conf'), 'utf8');
  expect(conf).toContain(`<Module "${basename(empty)}">`);
  const text = readFileSync(join(empty, 'index.ts'), 'utf8');
  expect(text).toContain("plugin: 'two_dice'");
  expect(text).toContain(`<Module "${basename(empty)}"> block`);
  for (const name of ['collectd-nodejs', 'typescript', 'node_modules', 'interactive']) {
    const { status, stderr } = await cli(['new', name], { cwd: dir });
    expect(stderr).toContain(`"${name}" cannot be the name of a plugin: `);
    expect(status).toBe(2);
  }
  for (const name of ['Dice', '1x', 'a b', 'ä', '']) {
    const { status, stderr } = await cli(['new', name], { cwd: dir });
    expect(stderr).toContain('cannot be the name of a plugin');
    expect(status).toBe(2);
  }
  const { stdout } = await cli(['new', '--json', 'ok'], { cwd: dir });
  expect(JSON.parse(stdout)).toMatchObject({ name: 'ok', dir: `${dir}/ok` });
  mkdirSync(join(dir, 'here'));
  const here = await cli(['new', '--json', '.'], { cwd: join(dir, 'here') });
  expect(JSON.parse(here.stdout)).toMatchObject({ name: 'here', dir: `${dir}/here` });
});
