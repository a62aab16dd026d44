// What scripts/rooms.mjs says of rooms.json itself, of folders and of files.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { faultsOf } from '../../scripts/rooms/faults.mjs';
import { house, plan } from './house.ts';

const program = resolve(import.meta.dirname, '../../scripts/rooms.mjs');

test('the script says what it found, and fails', () => {
  const root = house({ 'lib/spool/file.ts': '\n' });
  const { status, stderr } = spawnSync(process.execPath, [program, root], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^The folder lib\/spool is in no room: .*\n\nerror: rooms: a fault \(see/);
  expect(spawnSync(process.execPath, [program, house()]).status).toBe(0);
});

describe('rooms.json', () => {
  test('has only arrows that go down', () => {
    const rules = plan();
    rules.houses.lib.rooms.shared.mayImport = ['values'] as never[];
    expect(faultsOf(house({}, rules))).toContain(
      'rooms.json: lib/shared (floor 0) may import values (floor 2), but arrows only go down. Give lib/shared a higher floor, or take values out.',
    );
  });

  test('names rooms that there are', () => {
    const rules = plan();
    rules.houses.lib.rooms.values.mayImport = ['shared', 'smal'];
    expect(faultsOf(house({}, rules))).toContain(
      'rooms.json: lib/values may import smal, which is no room of lib. Correct the name.',
    );
  });

  test('is in order', () => {
    const rules = plan();
    rules.houses.lib.rooms.values.mayImport = ['values/small', 'shared'];
    rules.houses.native.rooms.core.floor = 2;
    expect(faultsOf(house({}, rules))).toEqual(
      expect.arrayContaining([
        'rooms.json: mayImport of lib/values is not in the order of the rooms. Sort it: shared, values/small.',
        'rooms.json: native/node (floor 1) stands behind core (floor 2). Sort the rooms by floor.',
      ]),
    );
  });

  test('has an idea for each room', () => {
    const rules = plan();
    rules.houses.lib.rooms.values.idea = '';
    expect(faultsOf(house({}, rules))).toEqual([
      'rooms.json: lib/values has no idea. Say in a sentence which one it is.',
    ]);
  });

  test('has no room without a file', () => {
    expect(
      faultsOf(house({ 'native/core/queue/ring.h': null, 'native/core/queue/ring.cc': null })),
    ).toContain(
      'rooms.json has a room native/core, but there is no source file in it. Take it out.',
    );
  });
});

test.each(['lib/spool', 'lib/values/large', 'native/spool', 'tools'])('the folder %s', (folder) => {
  expect(faultsOf(house({ [`${folder}/file.ts`]: '\n' }))).toEqual([
    `The folder ${folder} is in no room: enter it in rooms.json, with the sentence that says its idea, its floor, and the rooms that it may import.`,
  ]);
});

test('folders that .gitignore has are not looked at', () => {
  expect(faultsOf(house({ 'dist/file.js': '\n', '.gitignore': '/dist/\n' }))).toEqual([]);
});

test.each([
  ['lib/extra.ts', 'lib/ holds rooms, and no files of its own but index.ts. Move it into one'],
  ['native/extra.h', 'native/ holds rooms, and no files of its own. Move it into one'],
])('%s', (file, says) => {
  expect(faultsOf(house({ [file]: '\n' }))).toEqual([expect.stringContaining(says)]);
});

test('a folder has at most 22 source files, tests and generated ones aside', () => {
  const files = (folder: string, count: number, text = '\n') =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`${folder}/file-${n}.ts`, text]));
  const generated = '// Made by a script. Do not edit.\n';
  expect(faultsOf(house({ ...files('lib/shared', 21), ...files('test', 30) }))).toEqual([]);
  expect(faultsOf(house(files('lib/shared', 30, generated)))).toEqual([]);
  expect(faultsOf(house(files('lib/shared', 22)))).toEqual([
    'lib/shared has 23 source files, and at most 22 are allowed in a folder. Divide it by ideas.',
  ]);
});

test('a file has at most 400 lines', () => {
  expect(faultsOf(house({ 'lib/shared/text.ts': '\n'.repeat(400) }))).toEqual([]);
  expect(faultsOf(house({ 'test/any.test.ts': '\n'.repeat(401) }))).toEqual([
    'test/any.test.ts has 401 lines, and at most 400 are allowed. Divide it.',
  ]);
});

test.each(['utils.ts', 'helpers.mjs', 'common.ts', 'misc.ts'])('no file is called %s', (name) => {
  expect(faultsOf(house({ [`lib/shared/${name}`]: '\n' }))).toEqual([
    `lib/shared/${name}: a file called ${name} may hold anything. Name it after what it holds.`,
  ]);
});

test('files of C++ have names in snake_case', () => {
  expect(faultsOf(house({ 'native/core/deadlineClock.h': '\n' }))).toEqual([
    'native/core/deadlineClock.h: files of C and C++ have names in snake_case. Rename it.',
  ]);
});

describe('a function', () => {
  const method = (lines: number) =>
    `export class A {\n  m() {\n${'    f();\n'.repeat(lines - 2)}  }\n}\n`;
  const outer = (lines: number) =>
    `export function outer() {\n  return () => {\n${'    f();\n'.repeat(lines - 4)}  };\n}\n`;

  test.each([method, outer])('has at most 60 lines', (text) => {
    expect(faultsOf(house({ 'lib/shared/text.ts': text(60) }))).toEqual([]);
    expect(faultsOf(house({ 'test/any.test.ts': text(61) }))).toEqual([]);
    expect(faultsOf(house({ 'lib/shared/text.ts': text(61) }))).toEqual([
      expect.stringMatching(/^lib\/shared\/text\.ts:[12] (m|outer) has 61 lines, and at most 60 /),
    ]);
  });
});

describe('the README.md of a room', () => {
  test('is there', () => {
    expect(faultsOf(house({ 'native/core/README.md': null }))).toEqual([
      'native/core/README.md is missing. Say in it what lives in the room, and write the line "May import: nothing."',
    ]);
  });

  test('says the same as rooms.json, in the same order', () => {
    const says = 'May import: values/small, shared.';
    expect(faultsOf(house({ 'lib/values/README.md': `Values.\n\n${says}\n` }))).toEqual([
      `lib/values/README.md says "${says}", but rooms.json says otherwise. Write the line "May import: shared, values/small."`,
    ]);
  });

  test('speaks for the files beside it', () => {
    expect(faultsOf(house({ 'lib/README.md': 'The face.\n' }))).toEqual([
      'lib/README.md has no such line, but rooms.json says otherwise. Write the line "May import (index.ts): shared, values."',
    ]);
  });
});
