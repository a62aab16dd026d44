// The command lines of docs/network.md, on ports of the tests.
import { expect, test } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { blocksOf } from '../fixtures/documentation.ts';
import { startReader, take } from './loopback.ts';
import { command } from './process.ts';

const lines = blocksOf('docs/network.md')
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.trim().split('\n'))
  .map((line) => line.replace(/\s+#.*/, ''));

test('there are some of both', () => {
  for (const name of ['listen', 'send'])
    expect(lines.some((line) => line.includes(`collectd-nodejs ${name}`))).toBe(true);
});

test.each(lines.filter((line) => line.startsWith('collectd-nodejs listen')))('%s', async (line) => {
  const users = `${temporary({ users: 'alice: secret\n' })}/users`;
  const args = line
    .replace(/ \|.*/, '')
    // The group is collectd's; the tests stay on this machine.
    .replace(' --multicast', '')
    .replace('/etc/collectd/users', users)
    .split(' ')
    .slice(1);
  const program = command(...args, '--port', '0', '127.0.0.1');
  await expect.poll(program.stderr).toMatch(/listening on/);
});

test.each(lines.filter((line) => line.includes('| collectd-nodejs send')))('%s', async (line) => {
  const [, text = '', host = ''] = /^echo '(.*)' \| collectd-nodejs send (\S+)$/.exec(line) ?? [];
  expect(host).not.toBe('');
  const reader = await startReader();
  const program = command('send', '--port', String(reader.address().port), '127.0.0.1');
  program.child.stdin.end(`${text}\n`);
  expect(await program.status()).toBe(0);
  const [item] = await take(reader, 1);
  expect(text).toContain(String(item?.plugin));
});
