// What scripts/rooms.mjs says of imports and includes that rooms.json does not allow.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { faultsOf } from '../../scripts/rooms/faults.mjs';
import { readPlan } from '../../scripts/rooms/plan.mjs';
import { house, plan } from './house.ts';

const root = resolve(import.meta.dirname, '../..');

test('every file of this project is in its room and keeps to its doors', () => {
  expect(faultsOf(root)).toEqual([]);
});

describe('a copy of this project', () => {
  function copy(): string {
    const to = mkdtempSync(join(tmpdir(), 'rooms-'));
    onTestFinished(() => rmSync(to, { recursive: true }));
    for (const name of ['rooms.json', 'tsconfig.json', '.gitignore', 'lib', 'native', 'plugins'])
      cpSync(join(root, name), join(to, name), { recursive: true });
    return to;
  }

  function doorsOf(room: string): string | undefined {
    return readPlan(root)
      .rooms.find(({ path }) => path === room)
      ?.mayImport.join(', ');
  }

  function broken(file: string, line: string): string[] {
    const to = copy();
    const before = faultsOf(to);
    const text = readFileSync(join(to, file), 'utf8');
    writeFileSync(join(to, file), `${line}\n${text}`);
    // The line above moves whatever else is wrong in this file.
    return faultsOf(to).filter((fault) => !before.includes(fault) && fault.includes(`${file}:1 `));
  }

  test('fails when TypeScript climbs', () => {
    const line = "import { Registry } from '../fake-collectd/registry.ts';";
    expect(broken('lib/values/meta.ts', line)).toEqual([
      `lib/values/meta.ts:1 imports lib/fake-collectd/registry.ts: the room values may not import fake-collectd (rooms.json: values may import ${doorsOf('lib/values')}). Move the code down, or pass it in.`,
      expect.stringMatching(
        /^The rooms .*fake-collectd.* form a cycle: .*lib\/values\/meta\.ts:1 /,
      ),
    ]);
  });

  test('fails when C++ climbs', () => {
    expect(broken('native/core/queue/ring.h', '#include "node/worker.h"')).toEqual([
      `native/core/queue/ring.h:1 includes native/node/worker.h: the room core may not import node (rooms.json: core may import ${doorsOf('native/core')}). Move the code down, or pass it in.`,
      expect.stringMatching(
        /^The rooms core, node form a cycle: .*native\/core\/queue\/ring\.h:1 /,
      ),
    ]);
  });
});

test('a house in order', () => {
  expect(faultsOf(house())).toEqual([]);
});

const forbidden =
  'lib/shared/text.ts:2 imports lib/values/small/meta.ts: the room shared may not import values/small (rooms.json: shared may import nothing). Move the code down, or pass it in.';

test.each([
  "import '../values/small/meta.ts';",
  "import type { Meta } from '../values/small/meta.ts';",
  "export * from '../values/small/meta.ts';",
  "export type { Meta } from '../values/small/meta.ts';",
  "const meta = await import('../values/small/meta.ts');",
  'const meta = await import(`../values/small/meta.ts`);',
  "const meta = require('../values/small/meta.ts');",
  "const file = require.resolve('../values/small/meta.ts');",
  "const file = import.meta.resolve('../values/small/meta.ts');",
  "import meta = require('../values/small/meta.ts');",
  "type Meta = typeof import('../values/small/meta.ts');",
  "type Meta = import('../values/small/meta.ts').Meta;",
  "createRequire(import.meta.url)('../values/small/meta.ts');",
  "const load = createRequire(import.meta.url); load('../values/small/meta.ts');",
  "new Worker(new URL('../values/small/meta.ts', import.meta.url));",
  "declare module '../values/small/meta.ts' {}",
])('%s', (line) => {
  const faults = faultsOf(house({ 'lib/shared/text.ts': `// A line above.\n${line}\n` }));
  expect(faults[0]).toBe(forbidden);
});

test('types in the comments of JavaScript', () => {
  const text = "/** @param {import('../lib/shared/text.ts').Text} text */\nfunction f(text) {}\n";
  expect(faultsOf(house({ 'scripts/build.mjs': text }))).toEqual([
    'scripts/build.mjs:1 imports lib/shared/text.ts: the room scripts may not import lib/shared (rooms.json: scripts may import nothing). Move the code into one of the two.',
  ]);
});

test.each([
  ["await import('../values/small/' + name);", 'computed'],
  ["// import '../values/small/meta.ts';", 'in a comment'],
  ["const text = `import '../values/small/meta.ts';`;", 'in a text'],
])('%s is none: %s', (line) => {
  expect(faultsOf(house({ 'lib/shared/text.ts': `${line}\n` }))).toEqual([]);
});

test("the alias 'collectd' is lib/index.ts inside of lib/", () => {
  expect(faultsOf(house({ 'lib/values/list.ts': "import 'collectd';\n" }))[0]).toBe(
    'lib/values/list.ts:1 imports lib/index.ts: the room values may not import index.ts (rooms.json: values may import shared, values/small). Move the code down, or pass it in.',
  );
});

test.each([
  ['../../lib/index.ts', 'may not import lib/index.ts'],
  ['../other/index.ts', 'may not import plugins/other'],
  ['left-pad', 'may not use the package left-pad'],
])('a plugin that imports %s', (path, says) => {
  const faults = faultsOf(house({ 'plugins/print/own.ts': `import '${path}';\n` }));
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(`: the room plugins/print ${says} (`);
});

test('a file in no room', () => {
  const text = "import '../../package.json';\n";
  expect(faultsOf(house({ 'lib/shared/text.ts': text, 'package.json': '{}' }))).toEqual([
    'lib/shared/text.ts:1 imports package.json, which is in no room: enter its folder in rooms.json, or import something else.',
  ]);
});

test.each([
  ['"node/worker.h"', 'includes native/node/worker.h: the room core may not import node ('],
  ['<v8.h>', 'includes node: the room core may not use the package node ('],
  ['"plugin.h"', 'includes collectd: the room core may not use the package collectd ('],
  ['"ring.h"', 'includes "ring.h". Write it from native/: "core/queue/ring.h".'],
  [
    '"../../node/worker.h"',
    'includes "../../node/worker.h". Write it from native/: "node/worker.h".',
  ],
  ['"worker.h"', 'includes "worker.h". Write it from native/: "node/worker.h".'],
  ['<core/queue/ring.h>', 'includes <core/queue/ring.h>. Write "core/queue/ring.h".'],
])('#include %s', (name, says) => {
  const faults = faultsOf(house({ 'native/core/queue/ring.cc': `\n#include ${name}\n` }));
  expect(faults.join('\n')).toContain(`native/core/queue/ring.cc:2 ${says}`);
});

describe('exceptions', () => {
  const climbing = {
    'lib/shared/text.ts': "import '../values/list.ts';\n",
    'lib/values/list.ts': "import '../shared/text.ts';\n",
  };
  const exception = { from: 'lib/shared/text.ts', to: 'lib/values', reason: 'For now.' };
  const without = (reason: string) => ({ ...plan(), exceptions: [{ ...exception, reason }] });

  test('allow an arrow, but no cycle', () => {
    expect(faultsOf(house(climbing, without('For now.')))).toEqual([
      'The rooms shared, values form a cycle: lib/shared/text.ts:1 imports lib/values/list.ts, lib/values/list.ts:1 imports lib/shared/text.ts. Move the code that both need into a room below them.',
    ]);
  });

  test('need a reason', () => {
    expect(faultsOf(house(climbing, without(' ')))).toContain(
      'rooms.json: the exception from lib/shared/text.ts to lib/values has no reason. Write one.',
    );
  });

  test('are needed', () => {
    expect(faultsOf(house({}, without('For now.')))).toEqual([
      'rooms.json: no import needs the exception from lib/shared/text.ts to lib/values. Take it out.',
    ]);
  });

  test('are five at most', () => {
    const many = { ...plan(), exceptions: Array.from({ length: 6 }, () => exception) };
    expect(faultsOf(house(climbing, many))[0]).toBe(
      'rooms.json has 6 exceptions, and at most 5 are allowed. Move code until one is not needed any more.',
    );
  });
});
