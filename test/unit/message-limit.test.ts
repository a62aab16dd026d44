// What waits in channels, and what is posted within one turn of the event loop.
import { expect, test } from 'vitest';
import { ChannelEnd, MessageLimit } from '../../lib/process/memory/message-limit.ts';
import { readTransferList } from '../../lib/process/memory/transfer-list.ts';

const MIB = 2 ** 20;
const WAITS = /HeapLimit of 4 MiB would wait/;
const POSTED = /HeapLimit of 4 MiB would have been posted within one turn/;

function fixture() {
  const limit = new MessageLimit(4);
  const post = (mebibytes: number, to?: ChannelEnd): void => {
    limit.check(mebibytes * MIB, to);
    limit.count(mebibytes * MIB, to);
  };
  return { limit, post };
}

test('what waits in all channels is bounded, until it is taken', () => {
  const { limit, post } = fixture();
  const [one, two] = [new ChannelEnd(), new ChannelEnd()];
  post(1, one);
  post(1, two);
  post(2, one);
  expect(() => post(0.1, two)).toThrow(WAITS);
  limit.take(one);
  post(1, two);
  expect(() => post(0.1, one)).toThrow(WAITS);
  limit.take(one);
  // It is empty.
  limit.take(one);
  post(2, one);
  expect(() => post(0.1, one)).toThrow(WAITS);
});

test('what waits at an end that is gone does not count', () => {
  const { limit, post } = fixture();
  const [one, two] = [new ChannelEnd(), new ChannelEnd()];
  for (let i = 0; i < 4; i++) post(1, one);
  limit.remove(one);
  post(4, two);
  expect(() => post(0.1, two)).toThrow(WAITS);
});

test('what is posted elsewhere is bounded within one turn', async () => {
  const { limit, post } = fixture();
  post(3);
  expect(() => post(2)).toThrow(POSTED);
  post(1);
  expect(() => post(0.1)).toThrow(POSTED);
  await new Promise((resolve) => setImmediate(resolve));
  post(4);
  limit.beginTurn();
  post(4);
  expect(() => post(5, new ChannelEnd())).toThrow(
    expect.objectContaining({ name: 'RangeError', code: 'ERR_COLLECTD_QUEUE_FULL' }),
  );
});

test.each([
  ['none', undefined, []],
  ['null', null, []],
  ['options without one', {}, []],
  ['no list', { transfer: 5 }, []],
  ['an array', [1, 2], [1, 2]],
  ['options', { transfer: [1, 2] }, [1, 2]],
  ['a Set', new Set([1, 2]), [1, 2]],
  ['options with what is read once', { transfer: [1, 2].values() }, [1, 2]],
])('transfer list: %s', (_, given, expected) => {
  const args: unknown[] = ['message', given];
  const list = readTransferList(args);
  expect(list).toEqual(expected);
  expect(args).toEqual(['message', expected.length > 0 ? expected : given]);
});
