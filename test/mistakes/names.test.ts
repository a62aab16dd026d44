// Misspelt names of modules and of filters: what was probably meant is told.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, lines } from '../cli/command.ts';
import { bare, logged, temporary } from '../daemon/fixtures/plugin.ts';
import { nodejs, pluginDir, quote, runDaemon, startDaemon } from '../daemon/harness/index.ts';

/** `$` stands for the ModulePath. */
const IMPORTS: readonly (readonly [name: string, meant: string | null])[] = [
  ['dcie', 'dice'],
  ['Dice', 'dice'],
  ['dcie.ts', 'dice'],
  ['humid', 'humidity'],
  ['weather.sunn', 'weather.sun'],
  ['weather/sunn', 'weather/sun'],
  ['pakcage', 'package'],
  ['mqqtt', 'mqtt'],
  ['@scope/smaple', '@scope/sample'],
  ['cpu_tmep', 'cpu_temp'],
  ['$/dcie', '$/dice'],
  ['$/dcie.ts', '$/dice'],
  ['$/weathr/', null],
  ['nothing_like_it', null],
  ['declarationz', null],
  ['dice.ts', null],
];

const modules = {
  'dice.ts': '',
  'humidity.ts': '',
  'declarations.d.ts': '',
  'weather/sun.mjs': '',
  'package/index.js': '',
  'node_modules/mqtt/package.json': '{}',
  'node_modules/@scope/sample/package.json': '{}',
  'notes.txt': '',
};

test('Imports: collectd and check say the same, and what was meant', async () => {
  const directory = temporary(modules);
  const named = (name: string) => name.replace('$', directory);
  const imports = IMPORTS.map(([name]) => `Import ${quote(named(name))}`);
  const text = bare(`ModulePath ${quote(directory)}\n${imports.join('\n')}`);
  const { status, log } = await runDaemon({ config: text });
  expect(status).toBe(1);
  const errors = logged(log, 'error').filter((line) => line.startsWith('nodejs plugin: Import '));
  const told = errors.map((line) => line.slice('nodejs plugin: '.length));
  const meant = told.map((line) => [
    /^Import "(.*?)" in /.exec(line)?.[1],
    / Did you mean "(.*?)"\? Looked for /.exec(line)?.[1] ?? null,
  ]);
  expect(meant).toEqual(
    IMPORTS.map(([name, word]) => [named(name), word === null ? null : named(word)]),
  );

  const file = join(temporary(), 'collectd.conf');
  writeFileSync(file, text);
  const checked = lines(await cli(['check', '--plugin-dir', pluginDir, file]));
  const first = text.split('\n').indexOf(imports[0] ?? '') + 1;
  const found = checked.filter((line) => line.includes(': error: Import '));
  expect(found).toEqual(told.map((line, i) => `${file}:${first + i}: error: ${line}`));
});

test('a shipped plugin, where there is no ModulePath', async () => {
  const { log } = await runDaemon({ config: bare('Import "cpu_tmep"') });
  const [told = ''] = logged(log, 'error');
  expect(told).toContain('. Did you mean "cpu_temp"? Add one, or give an absolute path.');
  const file = join(temporary({ 'collectd.conf': bare('Import "cpu_tmep"') }), 'collectd.conf');
  const checked = lines(await cli(['check', '--plugin-dir', pluginDir, file]));
  expect(checked[0]).toContain(told.slice('nodejs plugin: '.length));
});

test('the path that is run or described', async () => {
  const cwd = temporary(modules);
  for (const command of ['run', 'describe']) {
    const { status, stderr } = await cli([command, './dcie.ts'], { cwd });
    expect(stderr).toContain(`: no such module. Did you mean "${cwd}/dice"? `);
    expect(status).toBe(1);
  }
});

test('the Name of a match or target', async () => {
  const filter = (kind: string, name: string) => `<${kind} "nodejs">\nName "${name}"\n</${kind}>`;
  const daemon = await startDaemon({
    config: (dir) => `${nodejs(dir, 'Import "filters"')}
<Chain "PostCache">
<Rule>
${filter('Match', 'workday')}
${filter('Match', 'nothing_like_it')}
${filter('Target', 'roundd')}
${filter('Target', 'workdays')}
</Rule>
</Chain>
PostCacheChain "PostCache"`,
    files: {
      'filters.ts': `import { register_match, register_target } from 'collectd';
register_match('workdays', { match: () => true });
register_target('round', { invoke() {} });`,
    },
  });
  await daemon.waitForLog(/Name "workdays": no module/);
  const { log } = await daemon.stop();
  const told = logged(log, 'error').filter((line) => line.includes('no module has'));
  const line = (kind: string, name: string, rest: string) =>
    `nodejs plugin: <${kind} "nodejs"> with Name "${name}": no module has registered a ${kind.toLowerCase()} "${name}"; it ${rest}`;
  expect(told).toEqual([
    line('Match', 'workday', 'never matches. Did you mean "workdays"?'),
    line('Match', 'nothing_like_it', 'never matches.'),
    line('Target', 'roundd', 'does nothing. Did you mean "round"?'),
    line('Target', 'workdays', 'does nothing.'),
  ]);
});
