// How a write callback's queue is drained, without collectd.
import { expect, test } from 'vitest';
import { callbackKind } from '../../lib/callbacks/callback-kind.ts';
import { WriteQueue } from '../../lib/callbacks/write-queue.ts';
import {
  PROGRESS_SIZE,
  RECORD_SIZE,
  TAKEN_COUNT_INDEX,
  TAKEN_FIRST_INDEX,
  TAKEN_SIZE,
  TAKEN_URGENT_INDEX,
} from '../../lib/contract/layout.generated.ts';
import { attach, type Native } from '../../lib/contract/native.ts';
import { ThrottledReport } from '../../lib/log/report.ts';
import { fakeNative } from './fake-native.ts';

/** A queue of `size` lists; `urgent` is what a thread that waits for an answer sets. */
function queueOf(size: number): { queue: WriteQueue; calls: () => number; urgent: Uint32Array } {
  const taken = new Uint32Array(new ArrayBuffer(TAKEN_SIZE));
  let left = size;
  let calls = 0;
  attach(
    fakeNative({
      session: { statistics: false } as Native['session'],
      taken: taken.buffer as ArrayBuffer,
      writer: () => [
        {} as never,
        new ArrayBuffer(RECORD_SIZE * size),
        new ArrayBuffer(PROGRESS_SIZE),
        new ArrayBuffer(0),
      ],
      take(_writer, done, most) {
        left -= done;
        taken[TAKEN_FIRST_INDEX] = 0;
        taken[TAKEN_COUNT_INDEX] = Math.min(left, most);
      },
      identifier: () => ['h', 'p', '', 't', '', true],
    }),
  );
  const context = {
    module: { index: 0, name: 'own', path: '/own.ts', interval: 0, timeout: 0, log_prefix: true },
    interval: 10,
    quiet: false,
    depth: 0,
    flushDepth: 0,
  };
  const registered = {
    id: 1,
    kind: callbackKind('write'),
    identifier: 'nodejs.own',
    location: '/own.ts:1:1',
    timeout: 10,
    context,
    callback: () => void calls++,
    hasData: false,
    data: undefined,
    report: new ThrottledReport('write callback', context),
  };
  const queue = new WriteQueue(registered, { batch: false, bigint: false, rates: false });
  return { queue, calls: () => calls, urgent: taken.subarray(TAKEN_URGENT_INDEX) };
}

test('a thread that waits for a match or target ends the turn early, and all is written in the end', () => {
  const { queue, calls, urgent } = queueOf(100);
  urgent[0] = 1;
  let before = 0;
  let turns = 1;
  while (queue.drain()) {
    // Each turn brings the writes on, so that questions cannot hold them up.
    expect(calls()).toBeGreaterThan(before);
    before = calls();
    turns++;
  }
  expect(turns).toBeGreaterThan(2);
  expect(calls()).toBe(100);
});
