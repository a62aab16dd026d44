import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Modules } from '../fixtures/modules/run.ts';

const modules = new Modules();
beforeAll(() => modules.bundle());
afterAll(() => modules.remove());

/** Runs every text as a file of its own and answers its exports, as JSON has them. */
function exportsOf(texts: readonly string[], others: Readonly<Record<string, string>> = {}) {
  const root = modules.write({
    ...others,
    ...Object.fromEntries(texts.map((text, index) => [`case${index}.ts`, text])),
  });
  const outcome = modules.run(texts.map((_, index) => `${root}/case${index}.ts`));
  expect(outcome.errors).toEqual([]);
  return texts.map((text, index) => [text, outcome.values[index]] as const);
}

const withoutFunctions = (values: object = {}) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== 'function'));

describe('every variable of a declaration is exported', () => {
  const check = (cases: readonly (readonly [text: string, expected: object])[]) => {
    const found = exportsOf(cases.map(([text]) => text));
    // Functions are of no interest here.
    expect(found.map(([text, values]) => [text, withoutFunctions(values)])).toEqual(cases);
  };

  test('with values, types and neither', () => {
    check([
      ['export const a = 1, b = 2;', { a: 1, b: 2 }],
      ['export var a = 1, b = a + 1, c = [a, b]', { a: 1, b: 2, c: [1, 2] }],
      [
        'export let a,b=2,c; export const keys = Object.keys(exports)',
        { b: 2, keys: [...'abc', 'keys'] },
      ],
      ['export var a, b; a = 1; b = 2;', { a: 1, b: 2 }],
      [
        'export let a: number, b: string = "b", c!: { x: 1, y: [1, 2] }; a = 1; c = { x: 1, y: [1, 2] };',
        { a: 1, b: 'b', c: { x: 1, y: [1, 2] } },
      ],
      [
        'export const a: Array<[number, string]> = [[1, "1"]], b: Map<string, number> = new Map<string, number>(), c = <number>3, d = a as unknown, e = c satisfies number;',
        { a: [[1, '1']], b: {}, c: 3, d: [[1, '1']], e: 3 },
      ],
      [
        'export let a: number | undefined\nexport type T = 1\nexport var b: string = "b" as string\ninterface I { x: 1 }\nexport let c = a',
        { b: 'b' },
      ],
      ['export declare const x: number, y: string; export const a = 1, b = 2;', { a: 1, b: 2 }],
      [
        'export const enum E { A, B = 5 } export const a = E.B, b = E.A;',
        { E: { A: 0, B: 5, 0: 'A', 5: 'B' }, a: 5, b: 0 },
      ],
    ]);
  });

  test('whatever commas the values have', () => {
    check([
      [
        'export const a = [1, 2], b = { x: 1, y: 2 }, c = Math.max(1, 2), d = (1, 2);',
        { a: [1, 2], b: { x: 1, y: 2 }, c: 2, d: 2 },
      ],
      [
        'export const a = `${[1, 2].map((n) => `${n}, ${n}`)}`, b = `,${a}`;',
        { a: '1, 1,2, 2', b: ',1, 1,2, 2' },
      ],
      [
        'const p = 1; export const a = function (x: number, y = p) { let q = x, r = y; return [q, r]; }(5), b = p;',
        { a: [5, 1], b: 1 },
      ],
      [
        'export const f = <T,>(x: T, y?: T) => x, g = async () => {}, H = class { a = 1; b = [1, 2] }, i = class J {}, names = [f.name, g.name, H.name, i.name, f(2), new H()];',
        { names: ['f', 'g', 'H', 'J', 2, { a: 1, b: [1, 2] }] },
      ],
      [
        'let x = 1, y = 2; export const a = x < y, b = y > (x), c = x ? [y, x] : 0;',
        { a: true, b: true, c: [2, 1] },
      ],
      [
        'let x = 0; export const a = x = 5, b = x, c = /,/.test(","), d = { a, b };',
        { a: 5, b: 5, c: true, d: { a: 5, b: 5 } },
      ],
    ]);
  });

  test('over several lines, without semicolons', () => {
    check([
      [
        'export const a = 1, // one, first\n  b = 2 /* , */,\n\n  c = {\n    d: 3,\n  }\nexport const line = new Error().stack!.split("\\n")[1]!.match(/:(\\d+):/)![1]',
        { a: 1, b: 2, c: { d: 3 }, line: '7' },
      ],
      ['export let a\n  , b = 2\n  , c', { b: 2 }],
      ['let other = 0\nexport let a: number\n[other] = [5]\nexport { other }', { other: 5 }],
      [
        'let called = 0\nexport const f = (x: number) => { called += x }\n;(f)(1)\nexport const g = () => { called += 10 }\n(5)\nexport { called }',
        { called: 1 },
      ],
      [
        'const list = [[1, 2]]\nconst first = list\nexport const [[a, b]] = first\nexport const { length } = list\nexport { list }',
        { a: 1, b: 2, length: 1, list: [[1, 2]] },
      ],
      ['export\n  const\n  a\n  :\n  number\n  =\n  1\n  ,\n  b\n  =\n  2', { a: 1, b: 2 }],
    ]);
  });

  test('in patterns', () => {
    const f = 'const f = () => ({ x: 1, y: [2, 3, 4], u: undefined as any, "a-b": { c: 5 } });\n';
    check([
      [`${f}export const { x, y: [z] } = f(), w = 3;`, { x: 1, z: 2, w: 3 }],
      [
        `${f}export let v = 0, { x, y: [, ...rest], ...others }: { x: number; y: number[] } = f(), [a = v, b = a] = [] as number[], w;`,
        { v: 0, x: 1, rest: [3, 4], others: { 'a-b': { c: 5 } }, a: 0, b: 0 },
      ],
      [
        `${f}const key = 'x'; export const { [key]: x, [\`\${((n: string) => n + '')('y')}\`]: [y], 'a-b': { c } } = f(), d = x + c;`,
        { x: 1, y: 2, c: 5, d: 6 },
      ],
      [
        `${f}export const { u = (key: any, x = key) => x, x = { x: 7 }, t = x } = f() as any, key = u(8), r = [u(9), x, t];`,
        { x: 1, t: 1, key: 8, r: [9, 1, 1] },
      ],
      // What a default declares is not what other names mean elsewhere.
      [
        `${f}export const { u = (process: any) => process } = f(), is = typeof process.pid;`,
        { is: 'number' },
      ],
      ['export var [a, b] = [1, 2], { c } = { c: 3 };', { a: 1, b: 2, c: 3 }],
      ['export const {} = {}, [] = [], a = 1;', { a: 1 }],
    ]);
  });

  test('under more names than one', () => {
    check([
      [
        'let a = 1, b: any; a += 1; b ??= { x: 1 }; b.x += 1; export { a, b as c, a as d }; a *= 5;',
        { a: 10, c: { x: 2 }, d: 10 },
      ],
      [
        'export let a = 1; a += 1; export { a as b }; { let a = 5; a += 1 } a -= 5;',
        { a: -3, b: -3 },
      ],
      ['export let a = 1, b = 2; export { b as c, a as d };', { a: 1, b: 2, c: 2, d: 1 }],
      [
        'export { b as c, e as g }; export let a = 1, b = 2, { e } = { e: 3 }; b++; e = 7;',
        { a: 1, b: 3, c: 3, e: 7, g: 7 },
      ],
      ['export const a = 1, b = 2; export default b;', { a: 1, b: 2, default: 2 }],
    ]);
  });

  test('in a list above their declaration', () => {
    check([
      ['export { a, b as c };\nconst a = 1;\nlet b = 2;\nb++; // end', { a: 1, c: 3 }],
      ['export { a, f };\nvar { a } = { a: 1 };\nfunction f() {}\n({ a } = { a: 2 });', { a: 2 }],
      [
        'export { C as default, type T, x };\nconst x = 1;\nclass C { static y = x }\ntype T = C;',
        { x: 1 },
      ],
      [
        'const a = 1;\nexport { a, b };\nlet b = 2;\nexport const line = new Error().stack!.split("\\n")[1]!.match(/:(\\d+):/)![1];',
        { a: 1, b: 2, line: '4' },
      ],
    ]);
  });
});

test('assignments reach importers of all kinds', () => {
  const root = modules.write({
    'state.ts': `export let n = 0, m = 0, unset: string;
export var v, { x, y: [z] } = { x: 1, y: [2] };
export function up() { n++; m += 2; --x; [z] = [z * 10]; ({ v } = { v: 'v' }); for (unset of ['set']); }
export const shadow = (n: number, { m }: { m: number }) => { n++; m++; return [n, m]; }, read = () => ({ n, m });`,
    'a.ts': `import { n, m, unset, v, x, z, up, shadow, read } from './state';
const all = () => [n, m, unset, v, x, z, shadow(1, { m: 1 }), read()];
const before = all();
up();
export const results = [before, all()];`,
    'b.ts': `await null;
import { n, m, unset, v, x, z, up, shadow, read } from './state';
const all = () => [n, m, unset, v, x, z, shadow(1, { m: 1 }), read()];
const before = all();
up();
export const results = [before, all()];`,
  });
  const results = [
    [0, 0, null, null, 1, 2, [2, 2], { n: 0, m: 0 }],
    [1, 2, 'set', 'v', 0, 20, [2, 2], { n: 1, m: 2 }],
  ];
  for (const name of ['a.ts', 'b.ts']) {
    const outcome = modules.run([`${root}/${name}`]);
    expect(outcome.errors).toEqual([]);
    expect(outcome.values[0]?.results).toEqual(results);
  }
});

test('a `var` without a value keeps what a circle has given it', () => {
  const outcome = modules.load(
    {
      'a.ts': "import './b'; export var given, other = 2; export function give() { given = 1; }",
      'b.ts': "import { give } from './a'; give();",
    },
    'a.ts',
  );
  expect(outcome.errors).toEqual([]);
  expect(outcome.values[0]).toMatchObject({ given: 1, other: 2 });
});

describe('export * yields to what the file itself exports', () => {
  const others = {
    'y.ts': `export const a = 'y', b = 'y', c = 'y', only = 'y'; export function f() {} export default 'y';`,
    'z.ts': `export let a = 'z', b = 'z'; export default 'z';`,
  };

  test.each([
    ['export * from "./y"; TEXT'],
    ['TEXT; export * from "./y";'],
    ['import { b as used } from "./y"; used; export * from "./y"; TEXT'],
  ])('%s', (frame) => {
    const own: readonly [string, object][] = [
      ['export const a = 1', { a: 1 }],
      ['export let a, b = 2; a = 1', { a: 1, b: 2 }],
      ['export var a = 1, { b } = { b: 2 }', { a: 1, b: 2 }],
      ['const a = 1; let b = 2; b++; export { a, b }', { a: 1, b: 3 }],
      ['const x = 1; export { x as a }', { a: 1 }],
      ['export class a { static b = 1 }; export const r = a.b', { r: 1 }],
      ['export abstract class a { static b = 1 }; export const r = a.b', { r: 1 }],
      ['export enum a { A }', { a: { A: 0, 0: 'A' } }],
      ['export const enum a { A = "A" }', { a: { A: 'A' } }],
      [
        'export function a() {}; export async function* b() {}; export const r = [typeof a, typeof b]',
        { r: ['function', 'function'] },
      ],
      ['export * as a from "./z"', { a: { a: 'z', b: 'z', default: 'z' } }],
      ['import * as z from "./z"; export { z as a }', { a: { a: 'z', b: 'z', default: 'z' } }],
      ['export { a, default as b } from "./z"', { a: 'z', b: 'z' }],
      ['import { a } from "./z"; export { a }', { a: 'z' }],
      ['import a from "./z"; export { a }', { a: 'z' }],
      ['export default 1', { default: 1 }],
      ['type a = 1; interface b {} export type { a }; export { type b }', { a: 'y', b: 'y' }],
      ['export interface a {} export type b = 1; export declare const c: 1;', { a: 'y', b: 'y' }],
    ];
    const texts = own.map(([text]) => frame.replace('TEXT', text));
    const found = exportsOf(texts, others);
    for (const [index, [text, values]] of found.entries()) {
      const expected = { c: 'y', only: 'y', ...own[index]?.[1] };
      expect([text, values]).toMatchObject([text, expected]);
    }
  });

  test('across a circle, with names that are yet to come', () => {
    const outcome = modules.load(
      {
        'entry.ts': "import { all } from './a'; export const results = all();",
        'a.ts':
          "import './b'; export const late = 'a', more = 'a'; export enum E { A } import * as b from './b'; export const all = () => [b.late, b.more, b.E.A, b.own];",
        'b.ts': "export * from './a'; export const own = 'b', more = 'b';",
      },
      'entry.ts',
    );
    expect(outcome.errors).toEqual([]);
    expect(outcome.values[0]?.results).toEqual(['a', 'b', 0, 'b']);
  });
});
