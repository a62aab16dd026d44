// What plugin authors may write, inside real collectd. The details are in test/unit/loader-*.
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { findLibnode } from '../../../scripts/setup/libnode.mjs';
import { check, logged, temporary } from '../fixtures/plugin.ts';

/** What the module x printed, from a start that nothing was wrong with. */
async function printed(files: Record<string, string>, name = 'x'): Promise<string[]> {
  const { status, log } = await check(`Import "${name}"`, { files });
  expect([...logged(log, 'error'), ...logged(log, 'warning')], log).toEqual([]);
  expect(status, log).toBe(0);
  return logged(log, 'info').filter((line) => !line.startsWith('nodejs plugin: '));
}

test('the language', async () => {
  const lines = await printed({
    'x.ts': `import type { Config } from 'collectd';
import { type ReadOptions, register_read, Values } from 'collectd';

enum Level { Low = 1, High = Low << 2, Word = 'word' as unknown as number }
const enum Small { One = 1 }
interface Named { readonly name: string }
type Pair<A, B = A> = readonly [A, B];
abstract class Base<T extends Named> {
  protected readonly items: T[] = [];
  declare phantom: number;
  constructor(private readonly prefix: string, public limit?: number) {}
  abstract show(item: T): string;
  add(item: T): this; add(item: T, twice: boolean): this;
  add(item: T, twice = false): this { this.items.push(item); if (twice) this.items.push(item); return this; }
  all(): string { return this.items.map((item) => this.prefix + this.show(item)).join(); }
}
class Shouting<T extends Named = Named> extends Base<T> {
  override show({ name }: T): string { return name!.toUpperCase(); }
}
function first<const T, U>([value]: Pair<T, U>): T { return value; }
const options = { interval: 5 } satisfies ReadOptions;
const list = new Shouting<Named>('> ').add({ name: 'a' }).add({ name: 'b' }, true);
let config: Config | undefined;
const generic = <T,>(value: T): T => value;
declare global { var nothing: undefined }
declare module 'nowhere' { export const never: never; }
namespace Types { export type One = 1; }
console.log(Level.High, Level[4], Level.Word, Small.One);
console.log(list.all(), first([1, 'x']), options.interval, config, 'phantom' in list);
console.log(generic<Types.One>(1), (<string>'cast'), [1, 2] as const, register_read.length, Values.name);
`,
  });
  expect(lines).toEqual([
    '4 High word 1',
    `> A,> B,> B 1 5 undefined false`,
    '1 cast [ 1, 2 ] 1 Values',
  ]);
});

test('relative imports of every kind, and back again', async () => {
  const lines = await printed({
    'x.ts': `import { register_init } from 'collectd';
import one, { two as second, type Three } from './lib/one.ts';
import * as all from './lib/index.ts';
import { named } from './output-name.js';
import old = require('./old.cts');
import './effect.mts';
const three: Three = 3;
export const late = (): string => 'late';
console.log(one, second, three, Object.keys(all).sort(), named, old.answer, all.back());
register_init(() => import('./lib/one.ts').then((module) => { console.log(module.default, module === all.self); }));
`,
    'lib/one.ts': `export default 'one';\nexport const two: number = 2;\nexport type Three = 3;\n`,
    'lib/index.ts': `export * from './one.ts';
export * as self from './one.ts';
import { late } from '../x.ts';
export const back = (): string => typeof late;
`,
    'output-name.ts': `export const named: string = 'of the output';`,
    'old.cts': `exports.answer = 42 as number;`,
    'effect.mts': `console.log('effect');`,
  });
  expect(lines).toEqual([
    'effect',
    `one 2 3 [ 'back', 'self', 'two' ] of the output 42 function`,
    'one true',
  ]);
});

test('a function that is declared below, used across a circle', async () => {
  const lines = await printed({
    'x.ts': `import { back } from './other.ts';
console.log(back());
export function late(): string { return 'late'; }`,
    'other.ts': `import { late } from './x.ts';\nexport const back = (): string => late();`,
  });
  expect(lines).toEqual(['late']);
});

test('JSON, with and without the attribute', async () => {
  const lines = await printed({
    'x.ts': `import plain from './data.json';
import { createRequire } from 'node:module';
import attributed from './data.json' with { type: 'json' };
console.log(plain.deep[0], attributed.name, createRequire(import.meta.url)('./data.json').name);`,
    'data.json': '{ "name": "data", "deep": [17] }',
  });
  expect(lines).toEqual(['17 data data']);
});

describe('packages in node_modules beside the plugin', () => {
  const packages = {
    'node_modules/common/package.json': '{ "name": "common", "main": "lib/main.js" }',
    'node_modules/common/lib/main.js': `exports.name = 'common'; exports.nested = require('nested');`,
    'node_modules/common/node_modules/nested/index.js': `module.exports = 'nested';`,
    'node_modules/callable/index.js': `module.exports = (text) => text + '!';\nmodule.exports.extra = 1;`,
    'node_modules/modern/package.json': `{ "name": "modern", "type": "module",
  "exports": { ".": { "import": "./main.js" }, "./sub": "./sub.js" } }`,
    'node_modules/modern/main.js': `export default function modern() { return 'modern'; }
export const where = import.meta.url.replace(/.*\\/node_modules/, '');`,
    'node_modules/modern/sub.js': `await null;\nexport const sub = 'sub with await';`,
  };

  test('CommonJS', async () => {
    const lines = await printed({
      ...packages,
      'x.ts': `import callable, { extra } from 'callable';
import * as common from 'common';
import { name } from 'common';
console.log(name, common.nested, callable('hey'), extra);`,
    });
    expect(lines).toEqual(['common nested hey! 1']);
  });

  test.each(['x.ts', 'x.mts', 'x.mjs'])('ES modules, from %s', async (file) => {
    const lines = await printed({
      ...packages,
      [file]: `import modern, { where } from 'modern';
import { sub } from 'modern/sub';
import { register_init } from 'collectd';
console.log(modern(), where, sub);
register_init(async () => { console.log((await import('modern')).default === modern); });`,
    });
    expect(lines).toEqual(['modern /modern/main.js sub with await', 'true']);
  });
});

test.each(['x.ts', 'x.mts', 'x.mjs'])('top-level await in %s', async (file) => {
  const lines = await printed({
    [file]: `import { readFile } from 'node:fs/promises';
const text = await readFile(new URL('./text.txt', import.meta.url), 'utf8');
console.log(text.trim());
for await (const part of [Promise.resolve('part')]) console.log(part);
import { register_init } from 'collectd';
register_init(() => { console.log('init'); });`,
    'text.txt': 'awaited\n',
  });
  expect(lines).toEqual(['awaited', 'part', 'init']);
});

test('import.meta, and the file names of CommonJS', async () => {
  const { status, log } = await check('Workers 1\nImport "some.where.x"\nImport "y"', {
    files: {
      'some/where/x.ts': `import { fileURLToPath } from 'node:url';
const { url, dirname, filename } = import.meta as unknown as Record<string, string>;
console.log(fileURLToPath(url) === filename, filename.endsWith('/plugins/some/where/x.ts'), dirname.endsWith('/plugins/some/where'));`,
      'y.cts': `console.log(__filename.endsWith('/plugins/y.cts'), __dirname.endsWith('/plugins'), typeof require.resolve);`,
    },
  });
  expect(status, log).toBe(0);
  expect(log).toMatch(/true true true[^]*true true function/);
});

test.each([
  [
    'a decorator',
    '\nfunction log(_: unknown, __: unknown) {}\nclass Sensor {\n  @log read() {}\n}\n',
    'decorators are not supported, call the function yourself or import compiled JavaScript',
    '4:3',
  ],
  [
    'a namespace with code',
    'interface Fine {}\nexport namespace Sensors {\n  export const count = 1;\n}\n',
    'a namespace with code is not supported, make it a module of its own or an object',
    '2:8',
  ],
  [
    'top-level await in .cts',
    'const a: number = 1;\nawait Promise.resolve(a);\n',
    'top-level await is not possible in a CommonJS file, rename it to .ts or .mts',
    '2:1',
  ],
])('%s is refused with one sentence', async (what, text, sentence, place) => {
  const file = what.endsWith('.cts') ? 'helper.cts' : 'helper.ts';
  const { status, log } = await check('Import "x"', {
    files: { 'x.ts': `import './${file}';\n`, [file]: text },
  });
  expect(status, log).toBe(1);
  expect(logged(log, 'error')).toEqual([
    expect.stringMatching(
      `^Unhandled nodejs exception in importing module: SyntaxError: ${sentence} \\(x, /\\S+/plugins/${file}:${place}\\)$`,
    ),
  ]);
});

test('a native addon from node_modules, in two workers', async () => {
  const directory = temporary({
    'node_modules/answer/package.json': '{ "name": "answer", "main": "index.js" }',
    'node_modules/answer/index.js': `module.exports = require('./answer.node');`,
    'node_modules/answer/answer.c': `#include <node_api.h>
static napi_value answer(napi_env env, napi_callback_info info) {
  napi_value result;
  napi_create_int32(env, 42, &result);
  return result;
}
NAPI_MODULE_INIT() {
  napi_value function;
  napi_create_function(env, "answer", NAPI_AUTO_LENGTH, answer, NULL, &function);
  napi_set_named_property(env, exports, "answer", function);
  return exports;
}
`,
    'x.ts': `import { answer } from 'answer';\nconsole.log('x: ' + answer());`,
    'y.mjs': `import addon from 'answer';\nconsole.log('y: ' + addon.answer());`,
  });
  const nodedir = findLibnode()?.nodedir;
  const at = `${directory}/node_modules/answer/answer`;
  const flags = ['-shared', '-fPIC', `-I${nodedir}/include/node`, '-o', `${at}.node`, `${at}.c`];
  execFileSync('cc', flags, { stdio: 'pipe' });
  const { status, log } = await check(`ModulePath "${directory}"\nImport "x"\nImport "y"`);
  expect(status, log).toBe(0);
  for (const line of [/x: 42$/m, /y: 42$/m, /2 modules in 2 workers\./]) expect(log).toMatch(line);
});
