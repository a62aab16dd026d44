import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { transpile as Transpile } from '../../lib/transpile/index.ts';
import { Modules } from '../fixtures/modules/run.ts';

// The bundle, not the source: sucrase's ES module files only run bundled.
const modules = new Modules();
let transpile: typeof Transpile;
beforeAll(async () => {
  await modules.bundle();
  const file = join(modules.directory, 'transpiler.js');
  ({ transpile } = createRequire(import.meta.url)(file) as { transpile: typeof Transpile });
});
afterAll(() => modules.remove());

const commonJs = (text: string) => transpile(text, { path: '/x.ts', format: 'commonjs' });
const module = (text: string) => transpile(text, { path: '/x.ts', format: 'module' });
const lines = (text: string) => text.split('\n').length;

test.each(['commonjs', 'module'] as const)('keeps every line: %s', (format) => {
  const names = [
    'lib/transpile/index.ts',
    'lib/transpile/unsupported.ts',
    'lib/loader/importer.ts',
  ];
  for (const name of names) {
    const text = readFileSync(join(import.meta.dirname, '../..', name), 'utf8');
    const { code } = transpile(text, { path: name, format });
    expect(lines(code)).toBe(lines(text));
    const declarations = text.split('\n').flatMap((line, index) => {
      const found = /^(?:export )?(?:async )?function\*? (\w+)/.exec(line);
      return found === null ? [] : [[index, found[1]] as const];
    });
    expect(declarations.length).toBeGreaterThan(3);
    for (const [index, declared] of declarations) {
      expect(code.split('\n')[index]).toContain(`function ${declared}`.slice(0, 8));
      expect(code.split('\n')[index]).toContain(declared);
    }
  }
});

describe('import.meta and import()', () => {
  test('become names in CommonJS, and only where they are meant', () => {
    const { code } = commonJs(
      "const a = import.meta.url, b = 'import.meta', c = { meta: 1 }.meta; import('x'); `${import.meta.dirname}import.meta`;",
    );
    expect(code).toBe(
      "\"use strict\";const a = __collectd_meta.url, b = 'import.meta', c = { meta: 1 }.meta; __collectd_import('x'); `${__collectd_meta.dirname}import.meta`;",
    );
  });

  test('stay in an ES module, where import attributes go', () => {
    const text =
      "import a from './a.json' with { type: 'json' }; import b from './b.json' assert { type: 'json' }; a; b; import.meta.url; import('x');";
    const { code } = module(text);
    expect(code).not.toMatch(/with|assert|type/);
    expect(code).toContain("import a from './a.json'");
    expect(code).toContain("import.meta.url; import('x');");
  });
});

test.each([
  ['await x;', { line: 1, column: 1 }],
  ['const f = async () => { await x };\nawait y;', { line: 2, column: 1 }],
  ['for await (const x of y);', { line: 1, column: 5 }],
  ['function f() { return `${async () => await x}` }', null],
  ['class A { static async m() { await x } f = async () => await x }', null],
  ['type T = { await: string }; const o = { await: 1 }; o.await;', null],
])('finds top-level await: %s', (text, location) => {
  expect(commonJs(text).awaits).toEqual(location);
});

test.each([
  'namespace N { const a = 1 }',
  'namespace N { export enum E { A } }',
  'namespace N.M { run() }',
  'module N { interface I {} type T = 1\n function f() {} }',
  'export namespace N { class C {} }',
  'namespace N { namespace M { let x } }',
  'namespace N { type T = () => void; if (1) {} }',
  'namespace N { export interface I { a: { b: 1 } } export const x: I = 1 as any }',
  'namespace N { declare const a: number\n export const b = 1 }',
])('refuses %s', (text) => {
  expect(() => commonJs(text)).toThrow(/^a namespace with code is not supported/);
});

test.each([
  'namespace N { export interface I { a: 1 } type T = { b: () => void } | I\n export type U<X> = X extends T ? 1 : 2; }',
  'declare namespace N { const a: number; function f(): void; class C {} }',
  'declare module "x" { export const y: number; }',
  'declare global { var x: number; namespace NodeJS { const y: number; } interface Array<T> { z: T } }',
  'namespace N { export namespace M { type A = 1 } declare const b: number; declare function c(): void }',
  'namespace N {} namespace M { ; }',
  'const namespace = 1, module = 2; [namespace, module]',
  'const f = (namespace: { x: 1 }) => { module: for (;;) break module }',
])('runs without a trace: %s', (text) => {
  expect(commonJs(text).code).not.toMatch(/function c|number|interface/);
});

test('answers which names of the wrapper the author declares', () => {
  const text =
    'const { require, x: __dirname } = y; let module; function f() { const __filename = 1; }';
  expect([...commonJs(text).declares].sort()).toEqual(['__dirname', 'module', 'require']);
});

test('elides imports of types, keeps imports for their effect', () => {
  const text =
    "import A from 'a'; import { B, type C } from 'b'; import 'c'; import * as d from 'd'; import { E } from 'e'; let a: A, b: B; d; export { E };";
  const { code } = commonJs(text);
  expect(code).not.toMatch(/'a'|'b'/);
  for (const name of ['c', 'd', 'e']) expect(code).toContain(`__collectd_require('${name}')`);
});

describe('exported functions are there before anything runs', () => {
  const prefix = (text: string) => {
    const { code } = commonJs(text);
    expect(lines(code)).toBe(lines(text));
    return /^"use strict";(?:[^;]* = void 0;)?(.*?);?Object\.defineProperty\(exports, "__esModule"/.exec(
      code,
    )?.[1];
  };

  test.each([
    ['a();\nexport function f<T>(x: T): void {}', 'exports.f = f'],
    ['export async function f() {}', 'exports.f = f'],
    ['export function* f() {}', 'exports.f = f'],
    ['export async function * f() {}', 'exports.f = f'],
    ['export default function f() {}', 'exports.default = f'],
    ['export default async function* f() {}', 'exports.default = f'],
    ['export { f, f as g, f as default };\nfunction f() {}', expect.stringMatching(/= f$/)],
    ['export function f() {} export { f as g };', 'exports.f = exports.g = f'],
    [
      'export function f(x: 1): 1;\nexport function f(x: 2): 2;\nexport function f(x: any) {}',
      'exports.f = f',
    ],
    ['export function f() {} export async function g() {}', 'exports.f = f;exports.g = g'],
  ])('%s', (text, expected) => {
    expect(prefix(text)).toEqual(expected);
  });

  test.each([
    'export declare function f(): void; export const x = 1;',
    'export declare async function f(): void; export const x = 1;',
    'declare function f(): void; export { f }; export const x = 1;',
    'declare global { export function f(): void } export const x = 1;',
    'declare module "x" { export function f(): void } export const x = 1;',
    'export const f = function f() {};',
    'export const f = () => { function f() {} };',
    'export let f: unknown; { function f() {} }',
    'export default (function f() {});',
    'export default function () {}',
    'export type { f }; function f() {} export const x = 1;',
    'export { type f }; function f() {}',
    'export { f } from "x"; function g() { function f() {} }',
    'function f() {} export const x = f;',
    'export class f { static function = 1; f() { return function f() {} } }',
  ])('%s: none', (text) => {
    expect(prefix(text)).toBe('');
  });

  test('which is nothing new to ES modules', () => {
    expect(module('export function f() {}').code).toBe('export function f() {}');
  });
});

test('declares exported variables one by one, in ES modules all at once as before', () => {
  const text =
    'export let a = 1, // first\n  b: number, { c, d: [e] } = a;\nexport { b as f }; b += c';
  expect(commonJs(text).code.split('\n')).toEqual([
    expect.stringMatching(/; let a = 1; exports\.a = a;let {2}\/\/ first$/),
    '  b; exports.b = exports.f = void 0;( { c: exports.c, d: [exports.e] } = exports.a);;',
    expect.stringMatching(/^ ?exports\.f = exports\.b; exports\.f = exports\.b \+= exports\.c$/),
  ]);
  expect(module(text).code).toBe(text.replace(': number', ''));
  expect(() => commonJs('export let { a }, b = 1;')).toThrow(/^a pattern needs a value/);
});

test('odd input ends in an error or a result', { timeout: 300_000 }, async () => {
  const pieces = [
    '{',
    '}',
    '(',
    ')',
    '<',
    '>',
    '`',
    '${',
    "'",
    '/',
    '/*',
    '@',
    '#',
    'import',
    'export',
    'enum',
  ];
  pieces.push(
    'namespace',
    'A',
    '=',
    '=>',
    ';',
    '\n',
    'async',
    'await',
    'class',
    'type',
    ':',
    ',',
    '[',
    ']',
    '...',
  );
  let seed = 1;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed;
  };
  for (let round = 0; round < 3000; round++) {
    // vitest gives up a file that does not answer for a minute: a text that takes for ever is told.
    if (round % 100 === 0) await new Promise(setImmediate);
    const count = 1 + (random() % 12);
    const text = Array.from({ length: count }, () => pieces[random() % pieces.length]).join(' ');
    for (const run of [commonJs, module]) {
      try {
        run(text);
      } catch (error) {
        expect(error, text).toBeInstanceOf(SyntaxError);
      }
    }
  }
});
