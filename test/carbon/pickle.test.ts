// Messages that Python understands.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { pickle } from '../../plugins/carbon_writer/lines/pickle.ts';

const program = `
import json, pickle, struct, sys
data = sys.stdin.buffer.read()
(length,) = struct.unpack('!I', data[:4])
assert len(data) == 4 + length
json.dump(pickle.loads(data[4:]), sys.stdout)
`;

test('a list of metric, time and value', () => {
  const message = pickle('a.b 1.5 1732177000\nü 1e-9 3\nc;t=v 18446744073709552000 4\n');
  const { stdout, stderr } = spawnSync('python3', ['-c', program], { input: message });
  expect(stderr.toString()).toBe('');
  expect(JSON.parse(stdout.toString())).toEqual([
    ['a.b', [1732177000, 1.5]],
    ['ü', [3, 1e-9]],
    ['c;t=v', [4, 18446744073709552000]],
  ]);
});
