// TypeScript in the Node.js that collectd embeds: enums, export lists, import assignments.
import { expect, test } from 'vitest';
import { check, logged } from '../fixtures/plugin.ts';

test('enums with text, counters of export lists and exported import assignments', async () => {
  const { log, status } = await check('Import "x"', {
    files: {
      'x.ts': `import type path = require('node:path');
import * as state from './state';
enum E { on = 'x', off = \`on\` }
console.log(JSON.stringify(E));
state.count();
console.log(String(state.c), state.last, state.os.EOL === '\\n', typeof ({} as path.ParsedPath));`,
      'state.ts': `let c = 0n, last = 0;
export import os = require('node:os');
export function count() { c++; for (last of [1, 2, 3]); }
export { c, last };`,
    },
  });
  expect(logged(log, 'error'), log).toEqual([]);
  const lines = logged(log, 'info').filter((line) => !line.startsWith('nodejs plugin: '));
  expect(lines).toEqual(['{"on":"x","off":"on"}', '1 3 true object']);
  expect(status).toBe(0);
});

test('syntax that cannot be run is refused with a sentence', async () => {
  const { log } = await check('Import "x"', {
    files: { 'x.ts': 'class A { accessor x = 1 }' },
  });
  expect(logged(log, 'error')[0]).toMatch(
    /SyntaxError: accessor is not supported, write a getter and a setter \(x, \/\S+\/x\.ts:1:11\)/,
  );
});
