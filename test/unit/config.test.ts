import { Config } from 'collectd';
import { expect, test } from 'vitest';
import { configFromTree } from '../../lib/values/config.ts';

test('a tree becomes items that know their parents', () => {
  const block = configFromTree([
    'Module',
    ['name'],
    [
      ['Path', ['/a', 5, true], []],
      ['Server', ['x'], [['Port', [1], []]]],
    ],
  ]);
  expect(block).toBeInstanceOf(Config);
  expect([block.key, block.values, block.parent]).toEqual(['Module', ['name'], null]);
  const [path, server] = block.children;
  expect([path?.key, path?.values, path?.children]).toEqual(['Path', ['/a', 5, true], []]);
  expect(path?.parent).toBe(block);
  expect(server?.children[0]?.parent).toBe(server);
  expect(server?.children[0]?.values).toEqual([1]);
});

test('an item shows itself as its line', () => {
  expect(String(new Config('Path', null, ['/a "b"', 5, true]))).toBe('Path "/a \\"b\\"" 5 true');
  const empty = new Config('Key');
  expect([empty.parent, empty.values, empty.children]).toEqual([null, [], []]);
});
