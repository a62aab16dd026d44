// The syntax of collectd's AuthFile, and files that change.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { AuthFile, parseAuthFile } from '../../lib/network/auth-file.ts';
import { waitFor } from '../daemon/harness/wait.ts';

test('the syntax is that of the daemon', () => {
  const text = [
    '# comment: none',
    '  # indented: none',
    '',
    'alice: secret',
    '\t bob:pass: word|  ',
    'carol : x',
    'dave:\t\ty\r',
    'no colon',
    'empty:',
    'blank:   ',
    'alice: second',
    'last: z',
  ].join('\n');
  expect([...parseAuthFile(text)]).toEqual([
    ['alice', 'secret'],
    ['bob', 'pass: word|  '],
    ['carol ', 'x'],
    ['dave', 'y'],
    ['last', 'z'],
  ]);
});

test('it is read again when it changes, and stays as it was when it is gone', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'auth-file-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const path = join(dir, 'auth');
  writeFileSync(path, 'alice: one\n');
  const troubles: string[] = [];
  const file = new AuthFile(path, (message) => troubles.push(message));
  expect(file.password('alice')).toBe('one');
  expect(file.password('bob')).toBeUndefined();
  // Even at once and with the same size: the new file is another one.
  writeFileSync(`${path}.new`, 'alice: two\n');
  renameSync(`${path}.new`, path);
  await waitFor(() => file.password('alice') === 'two', 10);
  rmSync(path);
  await waitFor(() => file.password('alice') === 'two' && troubles.length > 0, 10);
  expect(troubles[0]).toBe(`cannot read ${path}: ENOENT`);
  writeFileSync(path, 'alice: three\n');
  await waitFor(() => file.password('alice') === 'three', 10);
});

test('one that is not there is an error at once', () => {
  expect(() => new AuthFile('/nonexistent/auth')).toThrow(/ENOENT/);
});
