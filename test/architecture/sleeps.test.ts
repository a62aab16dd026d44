// npm run lint refuses a test that waits for a time instead of an event.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Of each text, the lines with a finding of the linter. */
function lint(texts: readonly string[]): Record<string, number[]> {
  const dir = mkdtempSync(join(tmpdir(), 'lint-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const plugins = [join(root, 'scripts/lint/sleeps.grit')];
  const config = { linter: { rules: { preset: 'none' } }, plugins };
  writeFileSync(join(dir, 'biome.json'), JSON.stringify(config));
  for (const [i, text] of texts.entries()) writeFileSync(join(dir, `${i}.ts`), `${text}\n`);
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [biome, 'lint', '--reporter=json', '--max-diagnostics=none'],
    { cwd: dir, encoding: 'utf8' },
  );
  if (!stdout.startsWith('{')) throw new Error(stderr);
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { location: { path: string; start: { line: number } } }[];
  };
  const lines = (file: string) =>
    diagnostics.flatMap(({ location }) => (location.path === file ? [location.start.line] : []));
  return Object.fromEntries(texts.map((text, i) => [text, lines(`${i}.ts`)]));
}

const each = (texts: readonly string[], lines: number[]) =>
  Object.fromEntries(texts.map((text) => [text, lines]));

test('a sleep is refused, whatever its name', () => {
  const refused = [
    `import { setTimeout as sleep } from 'node:timers/promises';`,
    `import { setImmediate, setTimeout } from 'timers/promises';`,
    `import * as timers from 'node:timers/promises';`,
    `const { scheduler } = await import('node:timers/promises');`,
    'await new Promise((resolve) => setTimeout(resolve, 5));',
    'await new Promise<void>((go) => { setTimeout(() => go(), 5); });',
    'const sleep = promisify(setTimeout);',
    'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);',
    `execSync('sleep 1; ls');`,
    'execSync(`sleep ${seconds}`);',
    `execFileSync('sleep', ['5']);`,
    `spawnSync('sleep', ['5'], {});`,
  ];
  expect(lint(refused)).toEqual(each(refused, [1]));
});

test('modules under test, deadlines and slow servers are none', () => {
  const allowed = [
    'const text = `await new Promise((go) => setTimeout(go, 5)); Atomics.wait(a, 0, 0);`;',
    `const text = "import { setTimeout } from 'node:timers/promises';";`,
    `import { setImmediate as turn } from 'node:timers/promises';`,
    'new Promise((resolve, reject) => { setTimeout(() => reject(late()), 45_000); run(resolve); });',
    'setTimeout(() => socket.resume(), 5);',
    `spawn('sleep', ['60']); execSync('ls'); spawnSync('ls');`,
  ];
  expect(lint(allowed)).toEqual(each(allowed, []));
});

test('an exception has a reason', () => {
  const reason = '// biome-ignore lint/plugin/sleeps: time is the input\nAtomics.wait(a, 0);';
  const none = '// biome-ignore lint/plugin/sleeps\nAtomics.wait(a, 0);';
  expect(lint([reason, none])).toEqual({ [reason]: [], [none]: [1, 2] });
});

test('the rule holds for all tests', () => {
  const { overrides } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as {
    overrides: { includes: string[]; plugins?: string[] }[];
  };
  expect(
    overrides.find(({ plugins }) => plugins?.includes('./scripts/lint/sleeps.grit'))?.includes,
  ).toEqual(['test/**', '!test/daemon/harness/wait.ts', '!test/soak/modules/**']);
});
