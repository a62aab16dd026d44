import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Modules } from '../fixtures/modules/run.ts';

const modules = new Modules();
beforeAll(() => modules.bundle());
afterAll(() => modules.remove());

const others = { 'y.ts': 'export type T = number; export const n = 1; export class C {}' };

describe.each(['', 'await null; '])('with %j in front', (prefix) => {
  test.each<[string, object]>([
    ["import type X = require('./y'); export const a: X.T = 1;", { a: 1 }],
    ['namespace N { export type Y = 1 }\nimport type X = N.Y\nexport const a: X = 1;', { a: 1 }],
    ["export import y = require('./y'); export const a = y.n;", { a: 1, y: { n: 1 } }],
    ["import * as N from './y';\nexport import n = N.n\nexport const a = n + 1", { a: 2, n: 1 }],
    ["export import type X = require('./y'); export const a: X.T = 1", { a: 1 }],
    [
      "export import n = Math.PI.constructor.length; export * from './y'; export const a = n",
      { a: 1, n: 1 },
    ],
    [
      "import { M } from './z'; import * as N from './y'; import n = N.n; import C = M.o; import p = C.p; import gone = N.C; export const a = n + p; let x: gone;",
      { a: 8 },
    ],
    ["import type from './d'; export const a = type;", { a: 5 }],
    [
      "import using, { accessor } from './d'; export const a = [using, accessor].length; class A { accessor = 1; using = 2 }\nlet b = using\naccessor\nb = 3; for (b of [1]);",
      { a: 2 },
    ],
  ])('%s', (text, expected) => {
    const files = {
      ...others,
      'z.ts': 'export const M = { o: { p: 7 } };',
      'd.ts': 'export default 5; export const accessor = 1;',
    };
    const outcome = modules.load({ ...files, 'x.ts': prefix + text }, 'x.ts');
    expect(outcome.errors).toEqual([]);
    expect(outcome.values[0]).toMatchObject(expected);
  });

  test.each([
    ['class A { accessor x = 1 }', /^accessor is not supported, write a getter/, 11],
    ['class A { private static accessor #x = 1 }', /^accessor is not supported/, 26],
  ])('%s', (text, message, column) => {
    const outcome = modules.load({ 'x.ts': prefix + text }, 'x.ts');
    expect(outcome.errors[0]?.message).toMatch(message);
    expect(outcome.errors[0]?.location).toMatch(new RegExp(`:1:${column + prefix.length}$`));
  });

  test.each(['{ using x = null; }', 'for (using x of [null]);', '{ await using y = null; }'])(
    '%s',
    (text) => {
      const code = text.includes('await') ? `async function f() { ${text} }` : text;
      const outcome = modules.load({ 'x.ts': `${prefix}${code} export {};` }, 'x.ts');
      // Node.js 24 has it.
      const isKnown = Number(outcome.version.slice(1).split('.')[0]) >= 24;
      const messages = outcome.errors.map(({ message }) => message);
      if (isKnown) expect(messages).toEqual([]);
      else expect(messages[0]).toMatch(/^using is not supported by Node\.js \d+\.\d+\.\d+, close /);
    },
  );
});
