import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Modules } from '../fixtures/modules/run.ts';

const modules = new Modules();
beforeAll(() => modules.bundle());
afterAll(() => modules.remove());

/** In a file of their own: what importers see before and after change() of the text. */
function seen(text: string, names: string): unknown {
  const reader = (prefix: string) => `${prefix}
import { change, ${names} } from './state';
const all = () => [${names}].map((value) => typeof value === 'bigint' ? value + 'n' : value);
const before = all();
const result = change();
export const results = [before, typeof result === 'bigint' ? result + 'n' : result, all()];`;
  const files = { 'state.ts': text, 'c.ts': reader(''), 'm.ts': reader('await null;') };
  const root = modules.write(files);
  const both = ['c.ts', 'm.ts'].map((name) => {
    const outcome = modules.run([`${root}/${name}`]);
    expect(outcome.errors, name).toEqual([]);
    return outcome.values[0]?.results;
  });
  expect(both[1]).toEqual(both[0]);
  return both[0];
}

describe('whatever changes a variable of an export list reaches the importers', () => {
  test.each<[string, string, unknown]>([
    ['let c = 0n; export { c }; export const change = () => c++;', 'c', [['0n'], '0n', ['1n']]],
    [
      'let c: any = "7"; export { c }; export const change = () => { c++; };',
      'c',
      [['7'], undefined, [8]],
    ],
    [
      'let x = 0; export { x }; export function change() { for (x of [1, 2, 3]); return x; }',
      'x',
      [[0], 3, [3]],
    ],
    [
      'var a = 1, own = 5, b: number; export { a as z, b }; export function change() { [a, { b }] = [own, { b: 7 }]; return a + b; }',
      'z, b',
      [[1, null], 12, [5, 7]],
    ],
    [
      'export { a, b };\nlet a = 1\nlet own = 2;[own] = [3]\nlet b!: number\nexport function change() {\n  own\n  a++\n  b = ++own\n  return own-- }',
      'a, b',
      [[1, null], 4, [2, 4]],
    ],
    [
      'let { a, own, r: [b = own] } = { a: 1, own: 2, r: [] as number[] }, d = own; export { a, b, d }; export const change = () => { a -= 1; b **= 3; d ||= 4; own = 9; return own + b; }',
      'a, b, d',
      [[1, 2, 2], 17, [0, 8, 2]],
    ],
    [
      'let f = (n: number) => n + 1; let o = { f }; export { f, o as default }; import again from "./state"; export const change = () => { f = (n) => n + 2; return [f(1), o.f(1), again.f(1)]; }; const unused = null; export { unused as x };',
      'x',
      [[null], [3, 2, 2], [null]],
    ],
    [
      'let n = 1; export { n }; export const change = (m = n) => { { let n = 5; n++; } const g = (n: number) => n++; var h = function (n: number) { n += 2; return { n }; }; n += g(1); return [m, n, h(1).n, { n }.n]; };',
      'n',
      [[1], [1, 2, 3, 2], [2]],
    ],
    [
      'var v; export { v }; export function change() { ({ v } = { v: { w: [1] } }); v.w[0]++; ++v.w[0]; return v.w[0]; }',
      'v',
      [[null], 3, [{ w: [3] }]],
    ],
  ])('%s', (text, names, expected) => {
    const wanted = JSON.parse(JSON.stringify(expected));
    expect(seen(text, names)).toEqual(wanted);
  });

  test('under a second name, too', () => {
    const text =
      'export let a = 1n; let b = 2; export { a as z, b, b as y };\nexport function change() {\n  a\n  a++\n  --b\n  return [2n * ++a + "", 2 * b--]; }';
    expect(seen(text, 'a, z, b, y')).toEqual([
      ['1n', '1n', 2, 2],
      ['6', 2],
      ['3n', '3n', 0, 0],
    ]);
  });
});

test('a `let` of an export list in every place of a file stays one statement a line', () => {
  const text =
    'let a = 1, // first\n  b: Map<string, number> = new Map<string, number>(),\n  c\ntype T = 1\ninterface I { x: 1 }\nlet d = a as T\nexport { a, b, c, d }\nexport const line = new Error().stack!.split("\\n")[1]!.match(/:(\\d+):/)![1]';
  const outcome = modules.load({ 'x.ts': text }, 'x.ts');
  expect(outcome.errors).toEqual([]);
  expect(outcome.values[0]).toMatchObject({ a: 1, d: 1, line: '8' });
});
