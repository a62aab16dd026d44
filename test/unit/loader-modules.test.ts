import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Modules } from '../fixtures/modules/run.ts';

const modules = new Modules();
beforeAll(() => modules.bundle());
afterAll(() => modules.remove());

describe('top-level await in TypeScript', () => {
  test('runs, with all that the other way offers', () => {
    const outcome = modules.load(
      {
        'plugin.ts': `import collectd, { Values, type Config } from 'collectd';
import { readFileSync } from 'node:fs';
import data from './data.json' with { type: 'json' };
import old, { name } from 'old';
import fresh, { named } from 'fresh';
import { count, increase } from './state';
import { inner } from './inner.js';
enum Level { Low = 1 }
const value: number = await Promise.resolve(1);
increase();
const late = await import('./late');
export const results = [value, collectd.error, typeof Values, typeof readFileSync, data.answer, old.name, name,
  fresh, named, count, inner, Level.Low, late.late, __dirname, typeof require, import.meta.filename];`,
        'data.json': '{ "answer": 42 }',
        'state.ts': 'export let count: number = 0; export const increase = () => { count++; };',
        'inner.ts': 'await null; export const inner: string = "inner";',
        'late.ts': 'export const late = "late";',
        'node_modules/old/index.js':
          'exports.name = "old"; Object.defineProperty(exports, "gone", { enumerable: true, get() { throw new Error("gone") } });',
        'node_modules/fresh/package.json': '{ "type": "module", "exports": "./main.js" }',
        'node_modules/fresh/main.js': 'export default "fresh"; export const named = 1;',
      },
      'plugin.ts',
    );
    expect(outcome.errors).toEqual([]);
    expect(outcome.values[0]?.results).toEqual([
      ...[1, 'called error', 'function', 'function', 42, 'old', 'old', 'fresh', 1, 1, 'inner', 1],
      ...['late', outcome.root, 'function', `${outcome.root}/plugin.ts`],
    ]);
    expect(outcome.warnings).toEqual([]);
  });

  test.each([
    'const x = await (async (): Promise<number> => 1)();',
    'await [1];',
    'for await (const x of [1]) void (x as number);',
    'if (1) { await import("node:fs"); }',
    'class A { x = 1 } const y: A = new (await Promise.resolve(A))();',
  ])('is recognized: %s', (line) => {
    const { errors, values } = modules.load(
      { 'plugin.mts': `${line}\nexport const done = typeof require;` },
      'plugin.mts',
    );
    expect(errors).toEqual([]);
    expect(values[0]?.done).toBe('function');
  });

  test.each([
    'const f = async <T,>(x: T): Promise<T> => await x;',
    'const o = { async m() { await 1 }, await: 1 }; o.await;',
    'class A { async *m() { for await (const x of []) yield x } static async s(): Promise<void> { await 1 } }',
  ])('is not seen where there is none: %s', (line) => {
    const { values } = modules.load(
      { 'plugin.ts': `${line}\nexport const commonJs = typeof exports;` },
      'plugin.ts',
      { withoutModules: true },
    );
    expect(values[0]?.commonJs).toBe('object');
  });

  test('works through other files, cycles included, and each runs once', () => {
    const outcome = modules.load(
      {
        'plugin.ts':
          "import { register } from 'collectd'; import './first'; import { b } from './b'; register('plugin'); export { b };",
        'first.ts': "import { register } from 'collectd'; register('first');",
        'b.ts':
          "import { register } from 'collectd'; import { c } from './c'; register('b'); export const b = () => c() + 1;",
        'c.ts':
          "import { register } from 'collectd'; import { b } from './b'; await null; register('c'); export const c = () => (typeof b === 'function' ? 1 : 0);",
      },
      'plugin.ts',
      { after: 'b' },
    );
    expect(outcome.errors).toEqual([]);
    expect(outcome.log).toEqual(['first', 'c', 'b', 'plugin']);
    expect(outcome.after).toBe(2);
  });

  test('shares modules with CommonJS, whichever was first', () => {
    const root = modules.write({
      'awaiting.ts': "export let n = await Promise.resolve(1); export default 'd';",
      'shared.ts': 'export const identity = {};',
      'one.ts':
        "import { identity } from './shared'; import { n } from './awaiting'; export const get = () => [identity, n];",
      'two.ts':
        "import { identity } from './shared'; import { get } from './one'; import d, { n } from './awaiting'; export const results = [identity === get()[0], n, d];",
    });
    const outcome = modules.run([`${root}/one.ts`, `${root}/two.ts`]);
    expect(outcome.errors).toEqual([]);
    expect(outcome.values[1]?.results).toEqual([true, 1, 'd']);
  });

  test('may be imported by several at the same time', () => {
    const outcome = modules.load(
      {
        'plugin.ts': `export const all = async () => {
  const found = await Promise.all([import('./a'), import('./b'), import('./a'), import('./c')]);
  return found.map((module) => module.value);
};`,
        'a.ts': "import { c } from './c'; await null; export const value = 'a' + c;",
        'b.ts':
          "import { c } from './c'; import { value as a } from './a'; await null; export const value = 'b' + c + a;",
        'c.ts':
          "import { register } from 'collectd'; import './d.mjs'; await null; register('c'); export const c = 'c'; export const value = c;",
        'd.mjs': 'await new Promise((resolve) => setTimeout(resolve, 20));',
      },
      'plugin.ts',
      { after: 'all' },
    );
    expect(outcome.errors).toEqual([]);
    expect(outcome.after).toEqual(['ac', 'bcac', 'ac', 'c']);
    expect(outcome.log).toEqual(['c']);
  });

  test('is refused in a sentence without the vm modules, and in .cts', () => {
    const root = modules.write({
      'a.ts': '\nexport const x: number = await 1;',
      'b.cts': '\n  await null;',
    });
    const { errors } = modules.run([`${root}/a.ts`, `${root}/b.cts`], { withoutModules: true });
    expect(errors[0]).toMatchObject({ location: `${root}/a.ts:2:26`, code: 'ERR_COLLECTD_SYNTAX' });
    expect(errors[0]?.message).toMatch(/^top-level await needs .* --experimental-vm-modules/);
    expect(errors[1]).toMatchObject({ location: `${root}/b.cts:2:3`, code: 'ERR_COLLECTD_SYNTAX' });
  });

  test('reports what is thrown, and tries again when asked again', () => {
    const root = modules.write({
      'plugin.ts': `interface A {
  a: 1;
}
await null;
const n = (globalThis as any).n = ((globalThis as any).n ?? 0) + 1;
if (n === 1) throw new TypeError('first time');
export { n };`,
    });
    const outcome = modules.run([`${root}/plugin.ts`, `${root}/plugin.ts`]);
    expect(outcome.errors).toMatchObject([
      { name: 'TypeError', message: 'first time', location: `${root}/plugin.ts:6:20` },
    ]);
    expect(outcome.values).toEqual([{ n: 2 }]);
  });
});
