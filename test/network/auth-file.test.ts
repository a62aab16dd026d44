// The syntax of collectd's AuthFile, and files that change.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { decode, Encoder } from '../../lib/network/index.ts';
import { AuthFile, parseAuthFile } from '../../lib/network/receive/auth-file.ts';
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
  expect([...parseAuthFile(Buffer.from(text))]).toEqual([
    ['alice', 'secret'],
    ['bob', 'pass: word|  '],
    ['carol ', 'x'],
    ['dave', 'y'],
    ['last', 'z'],
  ]);
});

test('only white space of ASCII is trimmed, and a password is bytes', () => {
  const lines = ['nbsp:\u00a0x', '\u3000wide: y', 'umlaut: pässwörd', 'größe: z\t'];
  const latin1 = Buffer.from('old: p\xe4ss\xe9\n', 'latin1');
  const passwords = parseAuthFile(Buffer.concat([latin1, Buffer.from(lines.join('\n'))]));
  expect([...passwords]).toEqual([
    ['old', Buffer.from('p\xe4ss\xe9', 'latin1')],
    ['nbsp', '\u00a0x'],
    ['\u3000wide', 'y'],
    ['umlaut', 'pässwörd'],
    ['größe', 'z\t'],
  ]);
  const password = passwords.get('old');
  for (const securityLevel of ['sign', 'encrypt'] as const) {
    const encoder = new Encoder({ securityLevel, username: 'old', password });
    encoder.add({ host: 'h', values: [1] });
    const datagram = encoder.flush() ?? Buffer.alloc(0);
    expect(decode(datagram, { password: () => password }).items).toHaveLength(1);
    // Another one than the text that these bytes are not.
    expect(decode(datagram, { password: () => 'pässé' }).error?.username).toBe('old');
  }
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
  await expect.poll(() => file.password('alice')).toBe('two');
  rmSync(path);
  await waitFor(() => file.password('alice') === 'two' && troubles.length > 0, 45);
  expect(troubles[0]).toBe(`cannot read ${path}: ENOENT`);
  writeFileSync(path, 'alice: three\n');
  await expect.poll(() => file.password('alice')).toBe('three');
});

test('one that is not there is an error at once', () => {
  expect(() => new AuthFile('/nonexistent/auth')).toThrow(/ENOENT/);
});
