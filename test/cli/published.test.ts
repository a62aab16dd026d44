// What npm would publish, as its users' tools see it.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, test } from 'vitest';
import { pack } from '../../scripts/pack.mjs';

const root = resolve(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'collectd-nodejs-pack-'));
let tarball = '';

beforeAll(() => {
  tarball = pack(directory);
});
afterAll(() => rmSync(directory, { recursive: true }));

async function run(program: string, args: string[]): Promise<void> {
  const command = join(root, 'node_modules/.bin', program);
  await promisify(execFile)(command, args, { cwd: root }).catch((error: { stdout: string }) => {
    throw new Error(error.stdout);
  });
}

test('publint has nothing to say', () => run('publint', ['--strict', tarball]));

// The package is an ES module: nothing in it is for require() or for resolvers before Node 16.
test('the types are right', () => run('attw', [tarball, '--profile', 'esm-only']));
