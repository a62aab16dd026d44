import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Modules, nodeVersion } from '../fixtures/modules/run.ts';

const modules = new Modules();
beforeAll(() => modules.bundle());
afterAll(() => modules.remove());

describe('JavaScript', () => {
  test('runs .mjs with await and names of ours, .cjs, .js of both kinds', () => {
    const root = modules.write({
      'a.mjs':
        "import collectd, { LOG_ERR } from 'collectd'; import * as all from 'node:collectd'; import { decode } from 'collectd-nodejs/network'; import { createRequire } from 'node:module'; await null; export const results = [collectd.error, LOG_ERR, all.default === collectd, decode(), createRequire(import.meta.url)('collectd').LOG_ERR];",
      'b.cjs':
        "const collectd = require('collectd'); exports.results = [collectd.LOG_ERR, typeof collectd.Values];",
      'c.js': "const { LOG_ERR } = require('collectd'); exports.results = [LOG_ERR];",
      'd.js':
        "import { LOG_ERR } from 'collectd'; import e from './e.js'; export const results = [LOG_ERR, e, typeof import.meta.url];",
      'e.js': 'export default "e";',
      'f.js': 'const x = await Promise.resolve("f"); export const results = [x];',
      'esm/package.json': '{ "type": "module" }',
      'esm/g.js':
        'import { LOG_ERR } from "collectd"; await null; export const results = [LOG_ERR];',
    });
    const names = ['a.mjs', 'b.cjs', 'c.js', 'd.js', 'f.js', 'esm/g.js'];
    const outcome = modules.run(names.map((name) => `${root}/${name}`));
    expect(outcome.errors).toEqual([]);
    expect(outcome.values.map((value) => value.results)).toEqual([
      ['called error', 3, true, 'decoded', 3],
      [3, 'function'],
      [3],
      [3, 'e', 'string'],
      ['f'],
      [3],
    ]);
    expect(outcome.warnings).toEqual([]);
    expect(outcome.transpilerLoaded).toBe(false);
  });

  test('may import TypeScript', () => {
    const root = modules.write({
      'a.mjs': "import { b } from './b.ts'; import './c.mjs'; await null; export { b };",
      'b.ts': 'export const b: string = "b";',
      'c.mjs': "import { d } from './d.ts'; export { d };",
      'd.ts': 'export const d: string = "d";',
      'e.cjs': "exports.b = require('./b.ts').b;",
    });
    const outcome = modules.run([`${root}/a.mjs`, `${root}/e.cjs`]);
    expect(outcome.errors).toEqual([]);
    expect(outcome.values).toMatchObject([{ b: 'b' }, { b: 'b' }]);
  });
});

test('finds the entry of a directory as Node does', () => {
  const root = modules.write({
    'main/package.json': '{ "main": "./src/start" }',
    'main/src/start.ts': 'export const name = "main";',
    'exports/package.json':
      '{ "exports": { ".": { "types": "./x.d.ts", "import": { "node": "./x.mts" } }, "./y": "./y.js" }, "main": "./y.js" }',
    'exports/x.mts': 'export const name = "exports";',
    'sugar/package.json': '{ "type": "module", "exports": "./x.js" }',
    'sugar/x.js': 'export const name = "sugar";',
    'index/package.json': '{}',
    'index/index.mts': 'export const name = "index";',
    'none/package.json': '{ "main": "./nothing.js" }',
  });
  const names = ['main', 'exports', 'sugar', 'index', 'none'];
  const outcome = modules.run(names.map((name) => `${root}/${name}`));
  expect(outcome.values.map((value) => value.name)).toEqual(names.slice(0, -1));
  expect(outcome.errors).toMatchObject([{ code: 'MODULE_NOT_FOUND', location: `${root}/none` }]);
});

test('offers collectd when Node has other internals', () => {
  const root = modules.write({
    'a.ts':
      "import collectd, { LOG_ERR } from 'collectd'; import { decode } from 'collectd-nodejs/network'; export const results = [collectd.error, LOG_ERR, decode()];",
    'b.mjs':
      "import collectd, { LOG_ERR, Values } from 'collectd'; import { decode } from 'collectd-nodejs/network'; import n from 'node:collectd'; export const results = [collectd.error, LOG_ERR, decode(), n === collectd, typeof Values];",
    'c.cjs': "exports.results = [require('node:collectd').LOG_ERR];",
    'd.ts': "import { LOG_ERR } from 'collectd'; await null; export const results = [LOG_ERR];",
  });
  const names = ['a.ts', 'b.mjs', 'c.cjs', 'd.ts'];
  const outcome = modules.run(
    names.map((name) => `${root}/${name}`),
    { brokenInternals: true },
  );
  expect(outcome.errors).toEqual([]);
  expect(outcome.values.map((value) => value.results)).toEqual([
    ['called error', 3, 'decoded'],
    ['called error', 3, 'decoded', true, 'function'],
    [3],
    [3],
  ]);
});

test.each([false, true])(
  'makes collectd-nodejs/network when it is asked for (%s)',
  (brokenInternals) => {
    const root = modules.write({
      'without.ts': "import { LOG_ERR } from 'collectd'; export const results = LOG_ERR;",
      'with.mjs':
        "import { createRequire } from 'node:module'; import all, { decode } from 'collectd-nodejs/network'; export const results = [decode(), all.decode === createRequire('/')('collectd-nodejs/network').decode];",
    });
    const options = { brokenInternals };
    const without = modules.run([`${root}/without.ts`], options);
    expect(without).toMatchObject({ errors: [], warnings: [] });
    // Hooks in a thread of their own need to be told the names.
    const { major, minor } = nodeVersion;
    const inThread = brokenInternals && (major < 22 || (major === 22 && minor < 15));
    expect(without.made).toEqual(inThread ? ['network'] : []);
    const both = modules.run([`${root}/without.ts`, `${root}/with.mjs`], options);
    expect(both.made).toEqual(['network']);
    expect(both.values[1]?.results).toEqual(['decoded', true]);
  },
);

test('promotes libnode once, before the first addon, and tells of each', () => {
  const root = modules.write({
    'plugin.ts': `const load = (file: string) => { try { require(file); } catch (error) { return (error as Error).message; } };
import './nothing.cjs';
export const results = [load('./a.node'), load('./b.node')];`,
    'nothing.cjs': '',
    'a.node': 'no addon',
    'b.node': 'no addon',
  });
  const outcome = modules.run([`${root}/plugin.ts`]);
  expect(outcome.promoted).toBe(1);
  expect(outcome.addons).toEqual([false, false]);
  expect(outcome.values[0]?.results).toEqual([
    expect.stringContaining('a.node'),
    expect.stringContaining('b.node'),
  ]);
  expect(modules.run([`${root}/nothing.cjs`]).promoted).toBe(0);
});
