import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Modules } from '../fixtures/modules/run.ts';

const modules = new Modules();
beforeAll(() => modules.bundle());
afterAll(() => modules.remove());

const files = {
  'a.ts': 'import { b } from "./b"; export const x: number = b;',
  'b.ts': 'export const b: number = 1;',
};

function prepare() {
  const root = modules.write(files);
  const cacheDir = `${root}/cache`;
  const start = (options = {}) => modules.run([`${root}/a.ts`], { cacheDir, ...options });
  return { root, cacheDir, start };
}

test('a second start does not load the transpiler', () => {
  const { cacheDir, root, start } = prepare();
  expect(start()).toMatchObject({ values: [{ x: 1 }], transpilerLoaded: true });
  expect(statSync(cacheDir).mode & 0o777).toBe(0o700);
  const names = readdirSync(cacheDir);
  expect(names.length).toBe(2);
  for (const name of names) expect(statSync(`${cacheDir}/${name}`).mode & 0o777).toBe(0o600);
  expect(start()).toMatchObject({ values: [{ x: 1 }], transpilerLoaded: false, notices: [] });
  writeFileSync(`${root}/b.ts`, 'export const b: number = 2;');
  expect(start()).toMatchObject({ values: [{ x: 2 }], transpilerLoaded: true });
});

test("a second worker takes the first one's work from memory", () => {
  const { root, start } = prepare();
  const shared = `${root}/shared.json`;
  const withoutDisk = { cacheDir: undefined, shared };
  expect(start(withoutDisk).transpilerLoaded).toBe(true);
  expect(start(withoutDisk)).toMatchObject({ values: [{ x: 1 }], transpilerLoaded: false });
});

test('errors keep their columns when the code came from the cache', () => {
  const root = modules.write({ 'a.ts': 'const x: any = 1; x.y.z;' });
  const start = () => modules.run([`${root}/a.ts`], { cacheDir: `${root}/cache` });
  start();
  const outcome = start();
  expect(outcome.transpilerLoaded).toBe(false);
  expect(outcome.errors[0]?.location).toBe(`${root}/a.ts:1:23`);
});

test('corrupt files are ignored and replaced', () => {
  const { cacheDir, start } = prepare();
  start();
  for (const damage of ['cut', 'change', 'empty', 'swap'] as const) {
    const paths = readdirSync(cacheDir).map((name) => `${cacheDir}/${name}`);
    const texts = paths.map((path) => readFileSync(path, 'utf8'));
    for (const [index, path] of paths.entries()) {
      const text = texts[index] ?? '';
      const damaged = {
        cut: text.slice(0, -3),
        change: text.replace('exports', 'exporst'),
        empty: '',
        swap: texts.at(index - 1) ?? '',
      }[damage];
      writeFileSync(path, damaged);
    }
    expect(start(), damage).toMatchObject({
      values: [{ x: 1 }],
      transpilerLoaded: true,
      errors: [],
    });
    expect(start(), damage).toMatchObject({ values: [{ x: 1 }], transpilerLoaded: false });
  }
});

test('what others may write is refused with one warning', () => {
  const { cacheDir, start } = prepare();
  start();
  chmodSync(cacheDir, 0o777);
  const outcome = start();
  expect(outcome).toMatchObject({ values: [{ x: 1 }], transpilerLoaded: true });
  expect(outcome.notices).toEqual([`transpile cache not used: ${cacheDir}: others may write it`]);
  chmodSync(cacheDir, 0o700);
  expect(start()).toMatchObject({ notices: [], transpilerLoaded: false });
  for (const name of readdirSync(cacheDir)) chmodSync(`${cacheDir}/${name}`, 0o620);
  const second = start();
  expect(second).toMatchObject({ values: [{ x: 1 }], transpilerLoaded: true });
  expect(second.notices).toEqual([expect.stringMatching(/\.transpiled: others may write it$/)]);
});

test('a directory that cannot be had is no failure', () => {
  const { root, start } = prepare();
  writeFileSync(`${root}/file`, '');
  mkdirSync(`${root}/elsewhere`);
  symlinkSync(`${root}/elsewhere`, `${root}/link`);
  const none = start({ cacheDir: `${root}/absent/cache` });
  expect(none).toMatchObject({ values: [{ x: 1 }], notices: [] });
  expect(existsSync(`${root}/absent`)).toBe(false);
  expect(start({ cacheDir: '/proc/cache' })).toMatchObject({ values: [{ x: 1 }], notices: [] });
  expect(start({ cacheDir: `${root}/file` }).notices).toEqual([
    expect.stringMatching(/not a directory/),
  ]);
  expect(start({ cacheDir: `${root}/link` }).notices).toEqual([
    expect.stringMatching(/not a directory/),
  ]);
  expect(readdirSync(`${root}/elsewhere`)).toEqual([]);
});

test('the cache is bounded, the oldest go first', () => {
  const { cacheDir, start } = prepare();
  mkdirSync(cacheDir, { mode: 0o700 });
  const old = (index: number) => `${cacheDir}/${index.toString(16).padStart(64, '0')}.transpiled`;
  for (let index = 0; index < 300; index++) {
    writeFileSync(old(index), 'x', { mode: 0o600 });
    utimesSync(old(index), 1e9 + index, 1e9 + index);
  }
  const stale = `${cacheDir}/${'0'.repeat(64)}.1.abc.tmp`;
  writeFileSync(stale, '');
  utimesSync(stale, 1e9, 1e9);
  writeFileSync(`${cacheDir}/README`, 'not ours');
  expect(start().transpilerLoaded).toBe(true);
  expect(readdirSync(cacheDir).length).toBe(257);
  expect(existsSync(old(299))).toBe(true);
  expect(existsSync(old(45))).toBe(false);
  expect(existsSync(stale)).toBe(false);
  expect(existsSync(`${cacheDir}/README`)).toBe(true);
  expect(start().transpilerLoaded).toBe(false);
});
