import { afterAll, beforeAll, expect, test } from 'vitest';
import { Modules } from '../fixtures/modules/run.ts';

const modules = new Modules();
beforeAll(() => modules.bundle());
afterAll(() => modules.remove());

test('runs TypeScript with what authors use', () => {
  const outcome = modules.load(
    {
      'plugin.ts': `#!/usr/bin/env node
import collectd, { Values, LOG_ERR, type Config } from 'collectd';
import * as everything from 'node:collectd';
import { decode } from 'collectd-nodejs/network';
import type { Shape } from './shape';
import { Unused } from './does-not-exist';
import data from './data.json' with { type: 'json' };
import more from './data.json';
import helper, { twice } from './helper';
import { thrice } from './helper.ts';
import { fromOutputName } from './output.js';
enum Level { Low = 1, High }
const enum Text { A = 'a' }
namespace Types { export interface Nothing { x: number } }
abstract class Base<T> { constructor(protected readonly value: T) {} abstract get(): T; }
class Seven extends Base<number> { get(): number { return this.value; } }
let unused: Unused | undefined;
const shape = { sides: 3 } satisfies Shape;
const same = async <T,>(value: T): Promise<T> => await value;
export const results = [
  collectd.error, typeof Values, LOG_ERR, everything.LOG_ERR, decode(), data.answer, more.answer, helper,
  twice(2), thrice(2), fromOutputName, Level[Level.High], Text.A, new Seven(7).get(), shape.sides, this,
].join();
export { unused };
export const later = () => same(<string>'later');
`,
      'shape.ts': 'export interface Shape { sides: number }',
      'data.json': '{ "answer": 42 }',
      'helper.ts':
        'export default "helper"; export const twice = (n: number): number => 2 * n; export function thrice(n: number) { return 3 * n }',
      'output.ts': 'export const fromOutputName: string = "output";',
    },
    'plugin.ts',
    { after: 'later' },
  );
  expect(outcome.errors).toEqual([]);
  expect(outcome.values[0]?.results).toBe(
    'called error,function,3,3,decoded,42,42,helper,4,6,output,High,a,7,3,',
  );
  expect(outcome.after).toBe('later');
  expect(outcome.warnings).toEqual([]);
});

test('gives import.meta in every version', () => {
  const outcome = modules.load(
    {
      'sub/plugin.ts': `import { fileURLToPath } from 'node:url';
const text = 'import.meta.url'; // import.meta.url
export const values = [import.meta.url, import.meta.dirname, import.meta.filename,
  import.meta.resolve('./other.ts'), import.meta.resolve('fs'), text, \`\${import.meta.filename}\`, /import.meta/.source,
  fileURLToPath(new URL('.', import . meta . url)), __filename];`,
      'sub/other.ts': '',
    },
    'sub/plugin.ts',
  );
  const directory = `${outcome.root}/sub`;
  const file = `${directory}/plugin.ts`;
  expect(outcome.values[0]?.values).toEqual([
    `file://${file}`,
    directory,
    file,
    `file://${directory}/other.ts`,
    'node:fs',
    'import.meta.url',
    file,
    'import.meta',
    `${directory}/`,
    file,
  ]);
});

test('lets authors declare the names of the CommonJS wrapper', () => {
  const outcome = modules.load(
    {
      'plugin.ts': `import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { x } from './x';
const require = createRequire(import.meta.url);
const __filename: string = fileURLToPath(import.meta.url);
const __dirname = dirname(__filename);
const module = 'mine';
import y from './x';
export const values = [__dirname, module, x, y, require('./data.json').answer];`,
      'x.ts': 'export const x = 1; export default 2;',
      'data.json': '{ "answer": 42 }',
    },
    'plugin.ts',
  );
  expect(outcome.errors).toEqual([]);
  expect(outcome.values[0]?.values).toEqual([outcome.root, 'mine', 1, 2, 42]);
});

test('runs .cts with require, import = and export =', () => {
  const outcome = modules.load(
    {
      'plugin.cts': `import path = require('node:path');
import helper = require('./helper.cjs');
const collectd = require('collectd');
export = { base: path.basename(__filename), helper, error: collectd.error, self: this === undefined };`,
      'helper.cjs': 'module.exports = 5;',
    },
    'plugin.cts',
  );
  expect(outcome.values[0]).toMatchObject({
    base: 'plugin.cts',
    helper: 5,
    error: 'called error',
    self: false,
  });
});

test('reads byte order marks, carriage returns and shebangs', () => {
  const outcome = modules.load(
    {
      'plugin.ts':
        "\uFEFF#!/usr/bin/node\r\nimport { b } from './b.ts';\r\ninterface A {\r\n a: 1 }\r\nexport const line: string = new Error().stack!.split('\\n')[1].match(/:(\\d+):/)![1];\r\nexport { b };\r\n",
      'b.ts': '\uFEFFexport const b = 1;',
    },
    'plugin.ts',
  );
  expect(outcome.errors).toEqual([]);
  expect(outcome.values[0]).toMatchObject({ line: '5', b: 1 });
});

test('keeps exported variables alive and cycles going', () => {
  const outcome = modules.load(
    {
      'a.ts': `import { b, seen } from './b';
export let a = 1;
export function change(): void { a = 2; }
export const results = [b(), seen()];`,
      'b.ts': `import { a, change } from './a';
export const b = () => { change(); return a; };
export const seen = () => a;`,
    },
    'a.ts',
  );
  expect(outcome.values[0]).toMatchObject({ results: [2, 2], a: 2 });
});

test('calls functions declared below across a circle', () => {
  const outcome = modules.load(
    {
      'a.ts': `import { back } from './b.ts'; export const early = back();
export function late(x: string): string;
export function late(x: string): string { return x; }
export async function soon() { return 'soon'; }
export function* many() { yield 'many'; }
function hidden() { return 'hidden'; }
export { hidden as shown };
export default function main(): number { return count; }
export let count = 1;
export function rise(): void { count++; }
export * from './c.ts';`,
      'b.ts': `import start, { late, soon, many, shown, rise, count } from './a.ts';
export const back = () => [late('late'), typeof soon, ...many(), shown(), typeof start].join();
export const later = () => { rise(); return [start(), count]; };`,
      'c.ts': `export const late = 'of c'; export const other = 'other';`,
      'entry.ts': `export * from './a.ts';
import { later } from './b.ts';
export const after = () => later();`,
    },
    'entry.ts',
    { after: 'after' },
  );
  expect(outcome.errors).toEqual([]);
  const early = 'late,function,many,hidden,function';
  // Its own `late` wins over the one that it re-exports, as in ES modules.
  expect(outcome.values[0]).toMatchObject({ early, late: 'function', other: 'other' });
  expect(outcome.after).toEqual([2, 2]);
});

test('finds packages beside the plugin, CommonJS and ES modules', () => {
  const outcome = modules.load(
    {
      'plugin.ts': `import old, { name } from 'old';
import fresh, { named } from 'fresh';
import only from 'import-only';
export const values = [old.name, name, fresh, named, only];`,
      'node_modules/old/index.js': 'exports.name = "old";',
      'node_modules/fresh/package.json': '{ "type": "module", "exports": "./main.js" }',
      'node_modules/fresh/main.js':
        'export default "fresh"; export const named = import.meta.url.slice(-7);',
      'node_modules/import-only/package.json':
        '{ "type": "module", "exports": { "import": "./main.js" } }',
      'node_modules/import-only/main.js': 'export default "only";',
    },
    'plugin.ts',
  );
  expect(outcome.errors).toEqual([]);
  expect(outcome.values[0]?.values).toEqual(['old', 'old', 'fresh', 'main.js', 'only']);
  expect(outcome.warnings).toEqual([]);
});

test('imports at run time: TypeScript, JSON, packages, what is not there', () => {
  const outcome = modules.load(
    {
      'plugin.ts': `export async function results() {
  const name: string = './late';
  const [late, again, js, data, fresh, awaiting, core] = await Promise.all([
    import(name), import('./late.ts'), import('./late.js'), import('./data.json', { with: { type: 'json' } }),
    import('fresh'), import('./awaiting.ts'), import('collectd')]);
  const missing = await import('./missing.ts').catch((error) => error.code);
  return [late.value, late === again, again === js, data.default.answer, fresh.default, awaiting.value, core.LOG_ERR, missing];
}`,
      'late.ts': 'export const value = "late";',
      'awaiting.ts': 'export const value: string = await Promise.resolve("awaited");',
      'data.json': '{ "answer": 42 }',
      'node_modules/fresh/package.json': '{ "type": "module", "exports": "./main.js" }',
      'node_modules/fresh/main.js': 'export default "fresh";',
    },
    'plugin.ts',
    { after: 'results' },
  );
  expect(outcome.errors).toEqual([]);
  expect(outcome.after).toEqual([
    'late',
    true,
    true,
    42,
    'fresh',
    'awaited',
    3,
    expect.stringMatching(/MODULE_NOT_FOUND/),
  ]);
});
