// The cache of transpiled files, as a daemon that is started again and again meets it.
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { bare, type Installation, installation, logged, temporary } from '../fixtures/plugin.ts';
import { type Ending, quote, runDaemon } from '../harness/index.ts';

let copy: Installation;
let files: string;
let base: string;

const text = (version: number) => `import { answer } from './helper.ts';
const version: number = ${version};
console.log('version ' + version + ' says ' + answer);
`;

beforeEach(async () => {
  copy = await installation();
  const transpiler = join(copy.library, 'transpiler.js');
  writeFileSync(transpiler, `console.log('loaded');\n${readFileSync(transpiler, 'utf8')}`);
  base = temporary();
  files = temporary({
    'x.ts': text(1),
    'helper.ts': `export const answer: number = 42;`,
    'late.cjs': `const { register_init } = require('collectd');
register_init(() => console.log(require('./helper.ts').answer));`,
  });
});

/** collectd with the same BaseDir and plugins each time; harness/config.ts has named another before. */
function start(imports = 'Import "x"'): Promise<Ending> {
  return runDaemon({
    args: ['-T'],
    config: `BaseDir ${quote(base)}\n${bare(`LogPrefix false\nModulePath ${quote(files)}\n${imports}`, copy.directory)}`,
  });
}

const cache = () => join(base, 'nodejs-cache');
const entries = () => readdirSync(cache()).map((name) => join(cache(), name));

/** Whether the module ran as it is now, and whether that took the transpiler. */
function expectRun({ status, log }: Ending, version: number, loaded: boolean): void {
  expect(status, log).toBe(0);
  expect(logged(log, 'error'), log).toEqual([]);
  expect(log).toContain(`version ${version} says 42`);
  expect(/\[info\] loaded$/m.test(log), log).toBe(loaded);
}

test('a second start does not load the transpiler; a changed file does', async () => {
  expectRun(await start(), 1, true);
  expect(entries()).toHaveLength(2);
  expectRun(await start(), 1, false);
  writeFileSync(join(files, 'x.ts'), text(2));
  expectRun(await start(), 2, true);
  expectRun(await start(), 2, false);
});

test('what one worker has transpiled the others take from memory', async () => {
  writeFileSync(cache(), ''); // no directory: nothing comes from there
  // Imports go on side by side; init callbacks run when all of them are over.
  const ending = await start('Import "x"\nImport "late"');
  expectRun(ending, 1, true);
  expect(ending.log).toMatch(/\[info\] 42$/m);
  expect(ending.log).toContain('2 modules in 2 workers');
  expect(logged(ending.log, 'info').filter((line) => line === 'loaded')).toHaveLength(1);
});

test('a damaged entry is transpiled again, and repaired', async () => {
  await start();
  for (const entry of entries()) {
    writeFileSync(entry, readFileSync(entry, 'utf8').replaceAll('42', '43'));
  }
  expectRun(await start(), 1, true);
  expectRun(await start(), 1, false);
});

test('a cache that others may write is not used, and one warning says so', async () => {
  await start();
  chmodSync(cache(), 0o777);
  const open = await start('Import "x"\nImport "helper"');
  expectRun(open, 1, true);
  expect(logged(open.log, 'warning')).toEqual([
    `nodejs plugin: transpile cache not used: ${cache()}: others may write it`,
  ]);
  chmodSync(cache(), 0o700);
  expectRun(await start(), 1, false);
});

test('where there can be no cache everything works without', async () => {
  writeFileSync(cache(), '');
  expectRun(await start(), 1, true);
  expectRun(await start(), 1, true);
});

test('columns of errors are right from the cache, too', async () => {
  mkdirSync(join(files, 'deep'));
  writeFileSync(
    join(files, 'deep/y.ts'),
    `function fail<T>(value: T): never { const text: string = String(value); throw new Error(text); }\nfail<number>(1);`,
  );
  for (const _ of [1, 2]) {
    const { log } = await start('Import "deep.y"');
    expect(logged(log, 'error')).toEqual([
      `Unhandled nodejs exception in importing module: Error: 1 (deep.y, ${files}/deep/y.ts:1:79)`,
    ]);
  }
});
