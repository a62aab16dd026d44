// The comparison of the working tree after the tests with that before: each way in which a file
// can come, go or change, and how a run ends then.
import { execFile } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { compareTrees, describeDifference, readTree } from './tree.ts';

const files = { a: 'one', 'b/c': 'two', 'b/d/e': 'three', '.hidden/f': 'four' };

/** What a change does to the tree. */
function told(change: (dir: string) => void, leftOut: string[] = []): string | undefined {
  const dir = temporary(files);
  symlinkSync('a', join(dir, 'link'));
  // Long ago: what is written now has another time, however coarse the clock of the disk is.
  for (const name of Object.keys(files)) utimesSync(join(dir, name), 1, 1);
  const before = readTree(dir, leftOut);
  change(dir);
  return describeDifference(compareTrees(before, readTree(dir, leftOut)));
}

test.each<[name: string, change: (dir: string) => void, text: string | undefined]>([
  ['nothing', () => {}, undefined],
  ['a new file', (dir) => writeFileSync(join(dir, 'b/new'), ''), 'added b/new'],
  ['a hidden file', (dir) => writeFileSync(join(dir, '.new'), ''), 'added .new'],
  ['an empty directory', (dir) => mkdirSync(join(dir, 'b/new')), 'added b/new/'],
  [
    'a directory with files',
    (dir) => {
      mkdirSync(join(dir, 'new/er'), { recursive: true });
      writeFileSync(join(dir, 'new/er/est'), '');
    },
    'added new/',
  ],
  ['another size', (dir) => writeFileSync(join(dir, 'b/c'), 'longer'), 'changed b/c'],
  ['the same text again', (dir) => writeFileSync(join(dir, 'b/c'), 'two'), 'changed b/c'],
  ['other rights', (dir) => chmodSync(join(dir, 'a'), 0o600), 'changed a'],
  ['other rights of a directory', (dir) => chmodSync(join(dir, 'b'), 0o700), 'changed b/'],
  [
    'a link to something else',
    (dir) => {
      rmSync(join(dir, 'link'));
      symlinkSync('b', join(dir, 'link'));
    },
    'changed link',
  ],
  [
    'a file in the place of a directory',
    (dir) => {
      rmSync(join(dir, 'b/d'), { recursive: true });
      writeFileSync(join(dir, 'b/d'), '');
    },
    'added b/d; removed b/d/',
  ],
  ['a file less', (dir) => rmSync(join(dir, '.hidden/f')), 'removed .hidden/f'],
  ['a directory less', (dir) => rmSync(join(dir, 'b'), { recursive: true }), 'removed b/'],
  [
    'several at once',
    (dir) => {
      renameSync(join(dir, 'b/c'), join(dir, 'z'));
      writeFileSync(join(dir, 'a'), '');
    },
    'added z; changed a; removed b/c',
  ],
  [
    'a file that came and went',
    (dir) => {
      writeFileSync(join(dir, 'new'), '');
      rmSync(join(dir, 'new'));
    },
    undefined,
  ],
])('%s', (_name, change, text) => {
  expect(told(change)).toBe(text);
});

test('what is left out may change, and nothing of the same name elsewhere', () => {
  const change = (dir: string): void => {
    writeFileSync(join(dir, 'b/d/e'), 'changed');
    writeFileSync(join(dir, 'b/d/new'), '');
    mkdirSync(join(dir, 'd'));
  };
  expect(told(change, ['b/d'])).toBe('added d/');
});

test('of many paths the first twenty are listed', () => {
  const text = told((dir) => {
    for (let i = 100; i < 125; i++) writeFileSync(join(dir, String(i)), '');
  });
  expect(text).toMatch(/^added 100, 101, .*, 119 and 5 more$/);
});

describe('a run of vitest', { timeout: 300_000 }, () => {
  const root = resolve(import.meta.dirname, '../..');

  function run(code: string, event: string) {
    const dir = temporary({
      'package.json': '{ "type": "module" }',
      'vitest.config.ts': `export default { test: { cache: false, globalSetup: 'tree/global-setup.ts' } };`,
      'own.test.ts': `import { writeFileSync } from 'node:fs';
import { test } from 'vitest';
test('own', () => { ${code} });`,
      'tree/global-setup.ts': readFileSync(join(import.meta.dirname, 'global-setup.ts')),
      'tree/tree.ts': readFileSync(join(import.meta.dirname, 'tree.ts')),
      prebuilt: 'of the build',
    });
    symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
    // Of the outer one it would take its worker for its own.
    const own = Object.entries(process.env).filter(([name]) => !/^VITEST|^TEST$/.test(name));
    const env = { ...Object.fromEntries(own), NO_COLOR: '1', npm_lifecycle_event: event };
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    type Ending = { status: number | null; stderr: string; output: string };
    return new Promise<Ending>((resolve) => {
      const child = execFile(
        process.execPath,
        [vitest, 'run'],
        { cwd: dir, env },
        (_error, stdout, stderr) =>
          resolve({ status: child.exitCode, stderr, output: stdout + stderr }),
      );
    });
  }

  const writing = "writeFileSync('prebuilt', ''); writeFileSync('left', '');";
  const sentence =
    'The working tree is not what it was before the tests: added left; changed prebuilt. A test writes into a directory of its own';

  test('fails in npm test', async () => {
    const { status, stderr, output } = await run(writing, 'test');
    expect(stderr, output).toContain(`FAIL ${sentence}`);
    expect(output).toMatch(/Tests +1 passed/);
    expect(status).toBe(1);
  });

  test('says so otherwise', async () => {
    const { status, stderr, output } = await run(writing, 'npx');
    expect(stderr, output).toContain(`Warning: ${sentence}`);
    expect(status).toBe(0);
  });

  test('says nothing of tests that leave nothing', async () => {
    const { status, output } = await run('', 'test');
    expect(output).not.toContain('working tree');
    expect(status, output).toBe(0);
  });
});
