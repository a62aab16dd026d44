// A short run of the native fuzzers; the long one is npm run fuzz.
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

test('fuzzing finds nothing', { timeout: 600_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/fuzz.mjs', '--short'], {
    cwd: root,
    maxBuffer: 1 << 28,
  });
  for (const target of ['options', 'conversion', 'ring'])
    expect(stdout).toMatch(new RegExp(`${target}: 2\\d{4} runs in \\d+ s, no finding`));
});
