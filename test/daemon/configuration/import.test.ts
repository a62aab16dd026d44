// How an Import finds its file.
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bare, check, logged, temporary } from '../fixtures/plugin.ts';
import { runDaemon, startDaemon } from '../harness/index.ts';

/** Modules that say which file they are, and who they are to collectd. */
function announcing(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, announcement(name)]));
}

function announcement(name: string): string {
  const load = /\.c[tj]s$/.test(name)
    ? `const { register_init } = require('collectd');`
    : `import { register_init } from 'collectd';`;
  return `${load}\nconsole.log("${name} is " + register_init(() => {}));\n`;
}

/**
 * The lines of the modules of announcing(), after a start without complaints. They come in
 * Import order, since the modules share a worker.
 */
async function imported(
  lines: string | ((dir: string) => string),
  files: Record<string, string>,
  pathLines = (dir: string) => `ModulePath "${dir}/plugins/a"\nModulePath "${dir}/plugins/b"\n`,
): Promise<string[]> {
  const ending = await runDaemon({
    args: ['-T'],
    config: (dir) =>
      bare(
        `Workers 1\nLogPrefix false\n${pathLines(dir)}${typeof lines === 'string' ? lines : lines(dir)}`,
      ),
    // Both directories exist.
    files: { 'a/.keep': '', 'b/.keep': '', ...files },
  });
  const { log } = ending;
  expect([...logged(log, 'error'), ...logged(log, 'warning')], log).toEqual([]);
  expect(ending.status, log).toBe(0);
  return logged(log, 'info').filter((line) => / is nodejs\./.test(line));
}

const imports = (...names: string[]) => names.map((name) => `Import "${name}"\n`).join('');

test('every extension, by name alone', async () => {
  const names = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];
  const files = announcing(...names.map((name) => `a/x${name}.${name}`));
  files['a/xjs.js'] =
    files['a/xjs.js']?.replace(/^.*/, `const { register_init } = require('collectd');`) ?? '';
  const modules = names.map((name) => `x${name}`);
  expect(await imported(imports(...modules), files)).toEqual(
    names.map((name) => `a/x${name}.${name} is nodejs.x${name}`),
  );
});

test('the last ModulePath first, whatever kind of file it has', async () => {
  const files = announcing('a/x.ts', 'b/x.mjs', 'a/y.ts', 'b/y/index.mts', 'a/z.ts', 'a/w.ts');
  Object.assign(files, announcing('b/node_modules/w/index.mjs'));
  expect(await imported(imports('x', 'y', 'z', 'w'), files)).toEqual([
    'b/x.mjs is nodejs.x',
    'b/y/index.mts is nodejs.y',
    'a/z.ts is nodejs.z',
    'b/node_modules/w/index.mjs is nodejs.w',
  ]);
});

test('only the ModulePaths above an Import count, and one that is named again is the last', async () => {
  const files = announcing('a/x.ts', 'b/x.ts', 'a/y.ts', 'b/y.ts', 'a/z.ts', 'b/z.ts');
  const path = (dir: string, name: string) => `ModulePath "${dir}/plugins/${name}"\n`;
  const found = await imported(
    (dir) =>
      `${path(dir, 'a')}${imports('x')}${path(dir, 'b')}${imports('y')}${path(dir, 'a')}${imports('z')}`,
    files,
    () => '',
  );
  expect(found).toEqual(['a/x.ts is nodejs.x', 'b/y.ts is nodejs.y', 'a/z.ts is nodejs.z']);
});

describe('a directory', () => {
  test('with a package.json is run at its main', async () => {
    const files = announcing('a/p/lib/start.js', 'a/p/index.js', 'a/q/index.ts', 'a/r/src/r.ts');
    files['a/p/package.json'] = '{ "main": "lib/start", "type": "module" }';
    files['a/q/package.json'] = '{ "name": "q" }';
    files['a/r/package.json'] = '{ "main": "./src/r.ts" }';
    expect(await imported(imports('p', 'q', 'r'), files)).toEqual([
      'a/p/lib/start.js is nodejs.p',
      'a/q/index.ts is nodejs.q',
      'a/r/src/r.ts is nodejs.r',
    ]);
  });

  test('without one at its index, of every extension', async () => {
    const names = ['ts', 'mts', 'cts', 'mjs', 'cjs'];
    const files = announcing(...names.map((name) => `a/x${name}/index.${name}`));
    expect(await imported(imports(...names.map((name) => `x${name}`)), files)).toEqual(
      names.map((name) => `a/x${name}/index.${name} is nodejs.x${name}`),
    );
  });
});

test('packages in node_modules, with and without a scope, after the plugins themselves', async () => {
  const files = announcing(
    'a/node_modules/x/index.mjs',
    'a/node_modules/@some/where/main.cjs',
    'a/node_modules/mqtt/index.mjs',
    'a/mqtt.ts',
  );
  files['a/node_modules/@some/where/package.json'] = '{ "main": "main.cjs" }';
  expect(await imported(imports('x', '@some/where', 'mqtt'), files)).toEqual([
    'a/node_modules/x/index.mjs is nodejs.x',
    'a/node_modules/@some/where/main.cjs is nodejs.@some/where',
    'a/mqtt.ts is nodejs.mqtt',
  ]);
});

test('a.b is a/b, and keeps its name', async () => {
  const files = announcing('a/some/where/x.ts', 'a/some/y/index.ts', 'a/some/z.ts');
  expect(await imported(imports('some.where.x', 'some.y', 'some/z'), files)).toEqual([
    'a/some/where/x.ts is nodejs.some.where.x',
    'a/some/y/index.ts is nodejs.some.y',
    'a/some/z.ts is nodejs.some/z',
  ]);
});

test('absolute paths, with and without extension: the module has the base name', async () => {
  const files = announcing('a/x.ts', 'a/y.mts', 'a/z/index.ts', 'a/two.ts', 'a/v1.2.ts');
  files['a/two.js'] = 'throw new Error("the other one");';
  const names = ['x.ts', 'y', 'z', 'two.ts', 'v1.2.ts'];
  expect(
    await imported(
      (dir) => imports(...names.map((name) => `${dir}/plugins/a/${name}`)),
      files,
      () => '',
    ),
  ).toEqual([
    'a/x.ts is nodejs.x',
    'a/y.mts is nodejs.y',
    'a/z/index.ts is nodejs.z',
    'a/two.ts is nodejs.two',
    'a/v1.2.ts is nodejs.v1.2',
  ]);
});

test('declarations never count', async () => {
  const files = announcing('a/x.js', 'a/y.ts', 'a/z/index.mjs');
  files['a/x.js'] = 'console.log("a/x.js is nodejs.x");';
  for (const name of ['a/x.d.ts', 'a/y.d.ts', 'a/y.d.mts', 'a/z/index.d.mts', 'b/x.d.ts']) {
    files[name] = 'export declare const never: never;';
  }
  expect(await imported(imports('x', 'y', 'z'), files)).toEqual([
    'a/x.js is nodejs.x',
    'a/y.ts is nodejs.y',
    'a/z/index.mjs is nodejs.z',
  ]);
});

test('names and directories with characters of all kinds', async () => {
  const files = announcing('a/größe 100% #1?/x.ts', 'a/größe 100% #1?/ein mühsamer.mts');
  files['a/größe 100% #1?/helper.ts'] = 'export const helped: string = "helped";';
  files['a/größe 100% #1?/x.ts'] += 'import { helped } from "./helper.ts"; console.log(helped);';
  const found = await imported(imports('x', 'ein mühsamer'), files, (dir) => {
    return `ModulePath "${dir}/plugins/a/größe 100% #1?"\n`;
  });
  expect(found).toEqual([
    'a/größe 100% #1?/x.ts is nodejs.x',
    'a/größe 100% #1?/ein mühsamer.mts is nodejs.ein mühsamer',
  ]);
});

describe('a relative ModulePath', () => {
  // The configuration is elsewhere, and the daemon goes to its BaseDir.
  const options = {
    config: bare('ModulePath "plug/ins"\nImport "x"\nImport "y"'),
  };

  function startDirectory(): string {
    const directory = temporary({ 'plug/y.ts': announcement('y.ts'), ...announcing('real/x.ts') });
    mkdirSync(join(directory, 'plug/ins'));
    symlinkSync('../y.ts', join(directory, 'plug/ins/y.ts'));
    symlinkSync('../../real/x.ts', join(directory, 'plug/ins/x.ts'));
    return directory;
  }

  test('is relative to the directory of the start', async () => {
    const { status, log } = await runDaemon({ ...options, args: ['-T'], cwd: startDirectory() });
    expect(status, log).toBe(0);
    expect(log).toContain('real/x.ts is nodejs.x');
    expect(log).toContain('y.ts is nodejs.y');
  });

  test('also when daemonized', async () => {
    const daemon = await startDaemon({ ...options, args: [], cwd: startDirectory() });
    await daemon.waitForLog(/Initialization complete/);
    expect(daemon.log()).toContain('real/x.ts is nodejs.x');
  });
});

test('several <Plugin nodejs> blocks add up', async () => {
  const { status, log } = await check('Import "x"\n</Plugin>\n<Plugin nodejs>\nImport "y"', {
    files: announcing('x.ts', 'y.ts'),
  });
  expect(status, log).toBe(0);
  for (const line of [/x\.ts is nodejs\.x$/m, /y\.ts is nodejs\.y$/m, /2 modules in 2 workers\./])
    expect(log).toMatch(line);
});
