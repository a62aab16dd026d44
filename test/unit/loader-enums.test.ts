import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Modules } from '../fixtures/modules/run.ts';

const modules = new Modules();
beforeAll(() => modules.bundle());
afterAll(() => modules.remove());

describe.each(['', 'await null; '])('with %j in front', (prefix) => {
  test.each([
    ["enum E { Base = 'x', Sub = `${Base}/sub` }", { Base: 'x', Sub: 'x/sub' }],
    ["enum E { on = 'x', off = `on` }", { on: 'x', off: 'on' }],
    ["enum E { A = 'a' + 'b', 'c d' = `e`, F = E.A }", { A: 'ab', 'c d': 'e', F: 'ab' }],
    ["enum T { Base = 'x' } enum E { A = T.Base, B = 'y' as T }", { A: 'x', B: 'y' }],
    [
      'enum E { A = 1, B, C = 1 << 3, D = -1, F = A | C }',
      {
        ...{ A: 1, B: 2, C: 8, D: -1, F: 9 },
        ...{ 1: 'A', 2: 'B', 8: 'C', '-1': 'D', 9: 'F' },
      },
    ],
    [
      "enum E { 'a b' = 2, C, D = 'x'.length, break = 7 }",
      {
        ...{ 'a b': 2, C: 3, D: 1, break: 7 },
        ...{ 2: 'a b', 3: 'C', 1: 'D', 7: 'break' },
      },
    ],
  ])('%s', (text, expected) => {
    const outcome = modules.load({ 'e.ts': `${prefix}${text} export const found = E;` }, 'e.ts');
    expect(outcome.errors).toEqual([]);
    expect(outcome.values[0]?.found).toEqual(expected);
  });
});
