// `check --load` on the options that a module declares: each problem with file and line.
import { describe, expect, test } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { pluginDir } from '../daemon/harness/index.ts';
import { cli, lines } from './command.ts';

const modem = `
import { block, blocks, deprecated, integer, list, oneOf, path, register_config, secret, string } from 'collectd';
register_config(
  {
    Host: string({ required: true, description: 'where to connect' }),
    Port: integer({ min: 1, max: 65535, default: 25826 }),
    Files: list(path()),
    Password: secret(),
    Old: deprecated('Use Host instead.', string()),
    Remote: blocks({ Format: oneOf('otlp', 'influx'), TLS: block({ CA: path({ required: true }), Depth: integer() }) }),
  },
  () => console.error('the callback was called'),
);
`;

/** The plugin, and what follows it in the block of line 3. */
const plugin = (more: string, head = 'Import "modem"') => `PluginDir "${pluginDir}"
LoadPlugin nodejs
<Plugin nodejs>
  ModulePath "."
  ${head}
${more}</Plugin>
`;

async function load(files: Record<string, string>, ...options: string[]) {
  const dir = temporary({ 'modem.ts': modem, ...files });
  const outcome = await cli(['check', '--load', ...options, 'collectd.conf'], { cwd: dir });
  expect(outcome.stderr).toBe('');
  return { dir, outcome, lines: lines(outcome) };
}

const broken = `  <Module modem>
    Prot 5
    Port \\
      70000
    Pasword "hunter2"
    Password "hunter3" "hunter4"
    Old a
    <Remote "a">
      Format otpl
    </Remote>
    <Remote "b">
      Format influx
      <TLS>
        Depth 1.5
      </TLS>
    </Remote>
  </Module>
`;

/** @param first - the line of the `<Module>` block. */
const found = (file: string, first: number) =>
  [
    [4, 'error', 'Unknown option "Pasword" in <Module "modem">. Did you mean "Password"?'],
    [1, 'error', 'Unknown option "Prot" in <Module "modem">. Did you mean "Port"?'],
    [6, 'warning', 'Old in <Module "modem">: the option is deprecated. Use Host instead.'],
    [0, 'error', 'Host is missing in <Module "modem">: where to connect.'],
    [2, 'error', 'Port 70000 in <Module "modem">: give a whole number from 1 to 65535.'],
    [
      5,
      'error',
      'Password (secret) in <Module "modem">: collectd reads 2 values here; give one, and quote it if it is one.',
    ],
    [
      8,
      'error',
      'Format "otpl" in <Remote "a"> in <Module "modem">: give "otlp" or "influx". Did you mean "otlp"?',
    ],
    [12, 'error', 'CA is missing in <TLS> in <Remote "b"> in <Module "modem">.'],
    [13, 'error', 'Depth 1.5 in <TLS> in <Remote "b"> in <Module "modem">: give a whole number.'],
  ].map(([line, level, message]) => ({ level, file, line: first + Number(line), message }));

const texts = (findings: ReturnType<typeof found>) =>
  findings.map(({ file, line, level, message }) => `${file}:${line}: ${level}: ${message}`).sort();

describe('each problem has the file and line of its option', () => {
  test('in collectd.conf, in nested blocks', async () => {
    const { outcome, lines } = await load({ 'collectd.conf': plugin(broken) });
    expect(lines.slice(0, -1).sort()).toEqual(texts(found('collectd.conf', 6)));
    expect(lines.at(-1)).toBe('collectd.conf: 8 errors, 1 warning');
    expect(outcome.status).toBe(1);
    expect(outcome.stdout).not.toContain('hunter');
    expect(outcome.stdout).not.toContain('see above');
  });

  test('in an included file, as the second block of the module', async () => {
    const fine = '  <Module modem>\n    Host h\n  </Module>\n';
    const { lines } = await load({
      'collectd.conf': `${plugin(fine)}Include "more.conf"\n`,
      'more.conf': `<Plugin nodejs>\n${broken}</Plugin>\n`,
    });
    const [called, ...problems] = lines.slice(0, -1);
    expect(called).toBe('collectd.conf:5: error: the callback was called');
    expect(problems.sort()).toEqual(texts(found('more.conf', 2)));
  });

  test('as JSON, without the text of a secret', async () => {
    const { outcome } = await load({ 'collectd.conf': plugin(broken) }, '--json');
    const { ok, findings } = JSON.parse(outcome.stdout) as {
      ok: boolean;
      findings: ReturnType<typeof found>;
    };
    expect(ok).toBe(false);
    expect(texts(findings)).toEqual(texts(found('collectd.conf', 6)));
    expect(outcome.stdout).not.toContain('hunter');
  });

  test('at the Import where the module has no block', async () => {
    const { outcome, lines } = await load({ 'collectd.conf': plugin('') });
    expect(lines).toEqual([
      'collectd.conf:5: error: Host is missing in <Module "modem">: where to connect.',
      'collectd.conf: 1 error, 0 warnings',
    ]);
    expect(outcome.status).toBe(1);
  });
});

test('warnings leave the status 0', async () => {
  const block = '  <Module modem>\n    Host h\n    Old a\n  </Module>\n';
  const { outcome, lines } = await load({ 'collectd.conf': plugin(block) });
  expect(lines).toEqual([
    'collectd.conf:8: warning: Old in <Module "modem">: the option is deprecated. Use Host instead.',
    'collectd.conf:5: warning: the callback was called',
    'collectd.conf: 0 errors, 2 warnings',
  ]);
  expect(outcome.status).toBe(0);
});

test('a block of a callback that has a name of its own', async () => {
  const { lines } = await load({
    'named.ts': `
import { integer, register_config } from 'collectd';
register_config({ Speed: integer({ required: true }) }, () => {}, { name: 'Link' });`,
    'collectd.conf': plugin(
      `  Import "named"
  <Module modem>
    Host h
  </Module>
  <Module link>
    Speed fast
  </Module>
  <Module lnik>
    Speed 5
  </Module>
`,
      'Import "modem"',
    ),
  });
  expect(lines).toEqual([
    'collectd.conf:5: warning: the callback was called',
    'collectd.conf:11: error: Speed "fast" in <Module "link">: give a whole number.',
    expect.stringMatching(/^collectd\.conf:13: warning: <Module "lnik"> has the name of no Import/),
    'collectd.conf: 1 error, 2 warnings',
  ]);
});

test('an error in the words of the one that follows the problems is not lost', async () => {
  const { outcome, lines } = await load({
    'modem.ts': `import collectd from 'collectd';
collectd.register_config(() => { throw new collectd.CollectdError('2 options are wrong, see above'); });`,
    'collectd.conf': plugin('  <Module modem>\n    A 1\n  </Module>\n'),
  });
  expect(lines[0]).toBe(
    'collectd.conf:5: error: CollectdError in loading module: 2 options are wrong, see above (modem)',
  );
  expect(outcome.status).toBe(1);
});

describe('a module that hangs ends with its Timeout', () => {
  const hang = 'for (;;);';
  const never = 'await new Promise(() => {});';
  const callback = (text: string) =>
    `import { register_config, string } from 'collectd';\nregister_config({ A: string() }, async () => { ${text} });`;

  test.each([
    ['the import blocks', hang, 'Timeout 0.5\n  Import "modem"', 6],
    ['the import waits', `${never} export {};`, 'Timeout 0.5\n  Import "modem"', 6],
    [
      'the callback blocks',
      callback(hang),
      'Timeout 3600\n  <Import "modem">\n    Timeout 0.5\n  </Import>',
      6,
    ],
    ['the callback waits', callback(never), '<Import "modem">\n    Timeout 0.5\n  </Import>', 5],
  ])('%s', async (_what, text, head, line) => {
    const { outcome, lines } = await load({
      'modem.ts': text,
      'collectd.conf': plugin('', head),
    });
    expect(outcome.status).toBe(1);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/: error: .*\b0\.5 s\b/);
    if (text.includes(hang)) expect(lines[0]).toMatch(new RegExp(`^collectd\\.conf:${line}: `));
  });
});
