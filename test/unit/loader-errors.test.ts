import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Failure, Modules } from '../fixtures/modules/run.ts';

const modules = new Modules();
beforeAll(() => modules.bundle());
afterAll(() => modules.remove());

/** Imports each file's text on its own and answers what went wrong with it. */
function failures(files: Readonly<Record<string, string>>): Record<string, Failure> {
  const root = modules.write(files);
  const names = Object.keys(files).filter((name) => !name.startsWith('node_modules/'));
  const { errors } = modules.run(names.map((name) => `${root}/${name}`));
  expect(errors.length).toBe(names.length);
  return Object.fromEntries(
    names.map((name, index) => {
      const error = errors[index] as Failure;
      return [name, { ...error, location: error.location.replace(`${root}/`, '') }];
    }),
  );
}

test("places syntax errors in the author's file", () => {
  const found = failures({
    'a.ts': 'interface A {\n  x: 1;\n}\nlet y: number = ;\n',
    'b.ts': '\nconst x: number = 1; const x: string = "";',
    'c.mts': '\n\n  function ( {',
    'd.mjs': '\n  const x = = 1;',
    'e.cjs': '\n\n let x; let x;',
    'f.js': 'foo bar',
    'g.ts': 'import { nothing } from "./node_modules/none/index.mjs"; await nothing;',
    'h.mjs': '\nimport { nothing } from "./node_modules/none/index.mjs"; nothing();',
    'i.ts': 'await null;\nlet a: string; let b: number; let a: string;',
    'j.ts': 'const a = `${',
    'k.js': 'import "node:fs";\n  let x; let x;',
    'node_modules/none/index.mjs': 'export {}',
  });
  expect(
    Object.fromEntries(Object.entries(found).map(([name, { location }]) => [name, location])),
  ).toEqual({
    'a.ts': 'a.ts:4:17',
    'b.ts': 'b.ts:2:28',
    'c.mts': 'c.mts:3:12',
    'd.mjs': 'd.mjs:2:13',
    'e.cjs': 'e.cjs:3:13',
    'f.js': 'f.js:1:5',
    'g.ts': expect.stringMatching(/^g\.ts/),
    'h.mjs': 'h.mjs:2:10',
    'i.ts': 'i.ts:2:35',
    'j.ts': expect.stringMatching(/^j\.ts:1:1\d$/),
    'k.js': 'k.js:2:14',
  });
  for (const { name, frames } of Object.values(found)) {
    expect(name).toBe('SyntaxError');
    expect(frames).toEqual([]);
  }
});

test('places errors in whichever variable of an exported declaration', () => {
  const found = failures({
    'a.ts': 'export const a: number = 1, b: string = (null as any).x, c = 3;',
    'b.ts': 'export let a: number, b: { c: 1 } = { c: 1 },\n  { c }: any = b, [d = c.e.f] = [];',
    'c.ts': 'export const a = 1, b = 2; const x: any = a; x.y.z;',
    'd.ts': 'export const a = 1, b = ;',
  });
  const places = Object.values(found).map(({ location }) => location);
  expect(places).toEqual(['a.ts:1:55', 'b.ts:2:28', 'c.ts:1:50', 'd.ts:1:25']);
});

test('refuses in one sentence what cannot be run', () => {
  const found = failures({
    'decorator.ts': 'export class A {\n  @log() m() {}\n}',
    'class.ts': 'const log = () => {};\n\n@log class A {}',
    'namespace.ts': 'type A = 1;\nexport namespace N { export const a = 1; }',
    'module.ts': 'module M { run(); }\ndeclare function run(): void;',
    'exports.ts': '\nconst exports = 1;',
    'equals.ts': 'await null;\nexport = 1;',
  });
  expect(Object.values(found).map(({ location, message }) => [location, message])).toEqual([
    ['decorator.ts:2:3', expect.stringMatching(/^decorators are not supported, [^.]*$/)],
    ['class.ts:3:1', expect.stringMatching(/^decorators/)],
    ['namespace.ts:2:8', expect.stringMatching(/^a namespace with code is not supported, [^.]*$/)],
    ['module.ts:1:1', expect.stringMatching(/^a namespace/)],
    ['exports.ts:2:7', expect.stringMatching(/^exports cannot be declared/)],
    ['equals.ts:2:1', expect.stringMatching(/^export = cannot be used/)],
  ]);
});

test('places what is thrown, columns of removed types included', () => {
  const found = failures({
    'a.ts': "import collectd from 'collectd';\nconst x: number = 1; (collectd as any).bogus(x);",
    'b.ts':
      'interface A {\n  x: 1;\n}\nfunction f(x: A, y: string): void { throw new RangeError("r"); }\nf({ x: 1 }, "");',
    'c.mjs': '\n  null.x;',
    'd.ts': 'throw "text";',
    'e.ts': 'throw undefined;',
    'f.ts': 'JSON.parse("{");',
    'g.ts': 'await null;\nconst x: any = 1; x.y.z;',
    'h.ts': 'import data from "./node_modules/bad.json"; data;',
    'i.ts': 'throw Object.assign(new Error("e"), { stack: 5 });',
    'j.ts': 'throw new Proxy({}, { get() { throw 1; }, getOwnPropertyDescriptor() { throw 2; } });',
    'k.ts': '\n  require("fs").readFileSync("/does/not/exist");',
    'l.ts': 'import "./missing.ts";',
    'm.ts': 'import { x } from "./missing.ts"; x;',
    'n.ts': 'import x from "./node_modules/empty.cjs"; const y: unknown = 1; void [y, x.y.z()];',
    'o.ts': 'export function f(): void {} const x: number = 1; (x as any).y.z; export { f as g };',
    'node_modules/empty.cjs': '',
    'node_modules/bad.json': '{',
  });
  expect(
    Object.fromEntries(Object.entries(found).map(([name, { location }]) => [name, location])),
  ).toEqual({
    'a.ts': 'a.ts:2:40',
    'b.ts': 'b.ts:4:43',
    'c.mjs': 'c.mjs:2:8',
    'd.ts': 'd.ts',
    'e.ts': 'e.ts',
    'f.ts': 'f.ts:1:6',
    'g.ts': 'g.ts:2:23',
    'h.ts': expect.stringMatching(/^h\.ts:1:/),
    'i.ts': 'i.ts',
    'j.ts': 'j.ts',
    'k.ts': 'k.ts:2:17',
    'l.ts': 'l.ts:1:8',
    'm.ts': 'm.ts:1:19',
    'n.ts': 'n.ts:1:78',
    'o.ts': 'o.ts:1:64',
  });
  expect(found['l.ts']?.message).toBe("Cannot find module './missing.ts'");
  const stack = found['b.ts']?.frames ?? [];
  expect(stack[0]).toMatch(/^ {4}at f \(.*\/b\.ts:4:43\)$/);
  expect(stack[1]).toMatch(/\/b\.ts:5:1$/);
  for (const { frames } of Object.values(found))
    expect(frames.join()).not.toMatch(/boot\.js|harness/);
  expect(found['k.ts']?.frames.join('\n')).toMatch(/node:fs.*k\.ts:2:17/s);
  expect(found['k.ts']?.frames.at(-1)).toMatch(/k\.ts/);
});

test('names the package.json that is no JSON', () => {
  const root = modules.write({
    'comma/package.json': '{\n  "main": "x.js",\n}\n',
    'end/package.json': '{ "type":\n"module",\n "name":',
    'end/x.js': '',
    'after/package.json': '{ "main": "x.js" }\n}',
    'word/package.json': '{ "main": x }',
    'import.ts': 'import "bad";',
    'import.mjs': '\nimport "bad";',
    'late.ts': 'await import("./comma");',
    'node_modules/bad/package.json': '{\n  "main": "x.js",\n}\n',
    'mark/package.json': '\uFEFF{ "main": "./x.js" }',
    'mark/x.js': '',
  });
  const paths = [
    'comma',
    'end/x.js',
    'after',
    'word',
    'import.ts',
    'import.mjs',
    'late.ts',
    'mark',
  ];
  const { errors, values } = modules.run(paths.map((path) => `${root}/${path}`));
  expect(values.length).toBe(1);
  expect(errors.slice(0, 4).map(({ location }) => location.replace(`${root}/`, ''))).toEqual([
    'comma/package.json:3:1',
    'end/package.json:3:9',
    'after/package.json:2:1',
    expect.stringMatching(/^word\/package\.json:1:\d+$/),
  ]);
  for (const { name, code, message, frames } of errors.slice(0, 4)) {
    expect([name, code, frames]).toEqual(['SyntaxError', 'ERR_INVALID_PACKAGE_CONFIG', []]);
    expect(message).toMatch(/^(Unexpected|Expected)/);
    expect(message).not.toMatch(/ at position/);
  }
  expect(errors[4]?.message).toContain(`${root}/node_modules/bad/package.json`);
  expect(errors[5]?.message).toContain(`${root}/node_modules/bad/package.json`);
  expect(errors[6]?.message).toContain(`${root}/comma/package.json`);
});

test('survives odd files', () => {
  const root = modules.write({
    'utf16.ts': new Uint8Array([0xff, 0xfe, 0x61, 0]),
    'binary.ts': new Uint8Array([0, 1, 2, 255, 254, 0x60]),
    'deep.ts': `const x = ${'('.repeat(20_000)}`,
    'directory.ts/x': '',
    'empty.ts': '',
    'comment.ts': '// no line end',
  });
  const large = `${root}/large.ts`;
  writeFileSync(large, Buffer.alloc(17 * 1024 * 1024, 32));
  const names = ['utf16.ts', 'binary.ts', 'deep.ts', 'directory.ts', 'large.ts', 'absent.ts'];
  const outcome = modules.run(
    [...names, 'empty.ts', 'comment.ts'].map((name) => `${root}/${name}`),
  );
  expect(outcome.errors.length).toBe(names.length);
  expect(outcome.errors[0]?.message).toMatch(/UTF-16/);
  expect(outcome.errors[1]?.location).toBe(`${root}/binary.ts:1:1`);
  expect(outcome.errors[2]?.message).toBe('too deeply nested');
  expect(outcome.errors[4]?.message).toMatch(/larger than 16 MiB/);
  expect(outcome.errors[5]?.code).toBe('ENOENT');
  expect(outcome.values.length).toBe(2);
});
