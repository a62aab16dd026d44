// `collectd-nodejs check`: its findings, their places, and what --load adds.
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PluginOptions } from '../../lib/cli/check/options.ts';
import { Findings } from '../../lib/cli/conf/findings.ts';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { pluginDir } from '../daemon/harness/index.ts';
import { cli, lines, NOT_CHECKED, root } from './command.ts';

const head = `PluginDir "${pluginDir}"
LoadPlugin nodejs
`;

describe('the options are those of the plugin itself', () => {
  /** Key and whether this version refuses it, of a table in C. */
  function keysOf(file: string): [string, boolean][] {
    const text = readFileSync(join(root, 'native/shim', file), 'utf8');
    return [...text.matchAll(/\{\.key = "(\w+)", \.apply = (\w+)/g)].map(
      ([, key = '', apply = '']) => [key, apply === 'NULL'],
    );
  }
  const { plugin, import: inImport } = new PluginOptions(new Findings()).rules;

  test.each([
    ['options/options.c', plugin],
    ['options/import.c', inImport],
  ])('%s', (file, rules) => {
    const own = rules.map(({ key, apply }) => [key, apply === null]);
    expect(own.length).toBeGreaterThan(3);
    expect(own).toEqual(keysOf(file));
  });
});

test('every finding has its place, and the exit status is 1', async () => {
  const dir = temporary({
    'collectd.conf': `${head}<Plugin nodejs>\n  Workers 0\n  Nope 1\n</Plugin>\nInclude "more.conf"\n`,
    'more.conf':
      '\n<Plugin nodejs>\n  ModulePath "plugins"\n  Import "x"\n  Import "y"\n</Plugin>\n',
    'plugins/x.ts': 'const a = 1;\nconst b: = 2;\n',
  });
  const outcome = await cli(['check', 'collectd.conf'], { cwd: dir });
  expect(outcome.stderr).toBe('');
  const [workers, nope, y, x, summary] = lines(outcome);
  expect(workers).toBe(
    'collectd.conf:4: error: Workers 0 in <Plugin nodejs>: give one whole number from 1 to 64.',
  );
  expect(nope).toMatch(/^collectd\.conf:5: error: Unknown option "Nope" in <Plugin nodejs>\. /);
  expect(y).toMatch(/^more\.conf:5: error: Import "y" in <Plugin nodejs>: no such module\. /);
  expect(x).toBe(`${dir}/plugins/x.ts:2:10: error: SyntaxError: Unexpected token`);
  expect(summary).toBe(`collectd.conf: 4 errors, 0 warnings${NOT_CHECKED}`);
  expect(outcome.status).toBe(1);
});

test('--json', async () => {
  const dir = temporary({ 'collectd.conf': 'Hostname\n' });
  const outcome = await cli(['check', '--json', `${dir}/collectd.conf`]);
  expect(outcome.status).toBe(1);
  expect(JSON.parse(outcome.stdout)).toEqual({
    file: `${dir}/collectd.conf`,
    ok: false,
    findings: [
      {
        level: 'error',
        file: `${dir}/collectd.conf`,
        line: 1,
        message: 'parse error at the end of the line: Hostname needs a value.',
      },
    ],
  });
});

test('a file that is not there, and wrong arguments', async () => {
  const outcome = await cli(['check', '/nonexistent/collectd.conf']);
  expect(outcome.status).toBe(1);
  expect(lines(outcome)[0]).toBe('/nonexistent/collectd.conf: error: No such file or directory.');
  expect((await cli(['check', '--nope'])).status).toBe(2);
  expect(await cli(['check', 'a', 'b'])).toMatchObject({ status: 2, stdout: '' });
});

test('a directory that others may write to is a warning', async () => {
  const dir = temporary({
    'collectd.conf': `${head}<Plugin nodejs>\nModulePath "open"\n</Plugin>\n`,
    'open/x.ts': '',
  });

  chmodSync(`${dir}/open`, 0o777);
  const outcome = await cli(['check', 'collectd.conf'], { cwd: dir });
  expect(lines(outcome)[0]).toBe(
    `collectd.conf:4: warning: Every user of this machine may write to ${dir}/open, and what stands there runs with the rights of collectd. Take that right away: chmod o-w.`,
  );
  expect(outcome.status).toBe(0);
});

describe('--load', () => {
  const configuration = (lines: string): string =>
    `${head}<Plugin nodejs>\nModulePath "."\nImport "x"\n${lines}</Plugin>\n`;
  const plugin = `import collectd from 'collectd';
console.log('loaded');
collectd.register_config((config) => {
  for (const { key } of config.children) {
    if (key === 'Bad') throw new Error('bad key');
    collectd.warning('unknown ' + key);
  }
});
`;

  test('runs nothing without it', async () => {
    const dir = temporary({
      'x.ts': 'throw new Error("ran");',
      'collectd.conf': configuration(''),
    });
    expect((await cli(['check', 'collectd.conf'], { cwd: dir })).status).toBe(0);
    const outcome = await cli(['check', '--load', 'collectd.conf'], { cwd: dir });
    expect(outcome.status).toBe(1);
    expect(lines(outcome)[0]).toBe(
      `${dir}/x.ts:1:7: error: Unhandled nodejs exception in importing module: Error: ran (x, ${dir}/x.ts:1:7)`,
    );
  });

  test('calls the config callbacks with their blocks', async () => {
    const block = '<Module x>\nOther 1\n</Module>\n';
    const dir = temporary({ 'x.ts': plugin, 'collectd.conf': configuration(block) });
    const outcome = await cli(['check', '--load', 'collectd.conf'], { cwd: dir });
    expect(lines(outcome)).toEqual([
      'collectd.conf:5: warning: unknown Other',
      'collectd.conf: 0 errors, 1 warning',
    ]);
    expect(outcome.status).toBe(0);
  });

  test('tells where a config callback threw', async () => {
    const block = '<Module x>\nBad 1\n</Module>\n';
    const dir = temporary({ 'x.ts': plugin, 'collectd.conf': configuration(block) });
    const outcome = await cli(['check', '--load', 'collectd.conf'], { cwd: dir });
    expect(lines(outcome)[0]).toMatch(/\/x\.ts:5:\d+: error: .* loading module: Error: bad key /);
    expect(outcome.status).toBe(1);
  });

  test('a module that ends its process does not end the command', async () => {
    const dir = temporary({ 'x.ts': 'process.exit(7);', 'collectd.conf': configuration('') });
    const outcome = await cli(['check', '--load', 'collectd.conf'], { cwd: dir });
    expect(lines(outcome)[0]).toMatch(/x\.ts:1:9: error: .*process\.exit\(7\)/);
    expect(lines(outcome)[1]).toContain('has ended its own process (exit status 7)');
    expect(outcome.status).toBe(1);
  });
});
