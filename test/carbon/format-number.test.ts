// Six decimals as Python prints them.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { formatNumber, shortest } from '../../plugins/carbon_writer/lines/format-number.ts';

test.each([
  [0, '0.000000'],
  [-0, '-0.000000'],
  [1, '1.000000'],
  [-7, '-7.000000'],
  [0.0078125, '0.007812'],
  [-0.0078125, '-0.007812'],
  [0.0234375, '0.023438'],
  [2 ** 31, '2147483648.000000'],
  [2 ** 53, '9007199254740992.000000'],
  [1e21, '1000000000000000000000.000000'],
  [1e-9, '0.000000'],
  [-1e-9, '-0.000000'],
  [0.9999999, '1.000000'],
])('%d is %s', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test('the same as Python for many numbers of all sizes, ties among them', () => {
  const numbers: number[] = [Number.MAX_VALUE, Number.MIN_VALUE];
  let seed = 1;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  for (let i = 0; i < 20_000; i++) {
    const sign = i % 2 === 0 ? 1 : -1;
    numbers.push(sign * random() * 10 ** Math.floor(random() * 40 - 10));
    numbers.push(
      (sign * (2 * Math.floor(random() * 2 ** 40) + 1)) / 2 ** Math.floor(random() * 12),
    );
  }
  const bytes = Buffer.alloc(numbers.length * 8);
  for (const [i, number] of numbers.entries()) bytes.writeDoubleLE(number, i * 8);
  const program =
    'import sys,struct\nfor (v,) in struct.iter_unpack("<d", sys.stdin.buffer.read()): print("%f" % v)';
  const { stdout, stderr } = spawnSync('python3', ['-c', program], {
    input: bytes,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  expect(stderr).toBe('');
  expect(numbers.map(formatNumber)).toEqual(stdout.trim().split('\n'));
});

test('the shortest text keeps every digit', () => {
  for (const value of [1e-9, 0.1 + 0.2, 2 ** 70, -1.5]) expect(Number(shortest(value))).toBe(value);
});
