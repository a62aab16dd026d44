// What npm would publish, as its users' tools see it.
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, test } from 'vitest';
import { packageInTest } from './package-in-test.ts';

const root = resolve(import.meta.dirname, '../..');
let tarball = '';

beforeAll(() => {
  const { file, remove } = packageInTest();
  tarball = file;
  return remove;
});

async function run(program: string, args: string[]): Promise<void> {
  const command = join(root, 'node_modules/.bin', program);
  await promisify(execFile)(command, args, { cwd: root }).catch((error: { stdout: string }) => {
    throw new Error(error.stdout);
  });
}

test('publint has nothing to say', () => run('publint', ['--strict', tarball]));

// The package is an ES module: nothing in it is for require() or for resolvers before Node 16.
test('the types are right', () => run('attw', [tarball, '--profile', 'esm-only']));
