// Invocations: their deadlines and their signals.
import collectd from 'collectd';
import { expect, test } from 'vitest';
import { attach, type Native } from '../../lib/contract/native.ts';
import { CallTimeout, Invocation, stopInvocations } from '../../lib/execution/invocation.ts';

attach({ stood_still: () => 0 } as Partial<Native> as Native);

const invocation = (seconds = 60) =>
  new Invocation('The read callback x', seconds, performance.now());
const never = new Promise<void>(() => {});

test('signal() outside a callback', () => {
  expect(() => collectd.signal()).toThrow(
    expect.objectContaining({ code: 'ERR_COLLECTD_NO_CALLBACK' }),
  );
});

test('a promise settles as it would, or fails at the deadline', async () => {
  await expect(invocation().settled(Promise.resolve(1))).resolves.toBe(1);
  await expect(invocation().settled(Promise.reject('no'))).rejects.toBe('no');
  const timeout = await invocation(0.01)
    .settled(never)
    .catch((thrown) => thrown);
  expect(timeout).toBeInstanceOf(CallTimeout);
  expect(String(timeout)).toBe('The read callback x has not finished within 0.01 s.');
});

test('each invocation has its own signal, known after an await too', async () => {
  const signals = await Promise.all(
    [0.01, 60].map((seconds) => {
      const one = invocation(seconds);
      const result = one.run(async () => {
        const first = collectd.signal();
        await null;
        expect(collectd.signal()).toBe(first);
        return first;
      });
      one.settled(result.then(() => never)).catch(() => {});
      return result;
    }),
  );
  expect(signals[0]).not.toBe(signals[1]);
  await expect.poll(() => signals[0]?.aborted).toBe(true);
  expect(signals[0]?.reason.name).toBe('TimeoutError');
  expect(signals[1]?.aborted).toBe(false);
  stopInvocations();
  expect(signals[1]?.reason.name).toBe('AbortError');
});

test('an invocation that is over fires no more', async () => {
  const one = invocation(0.02);
  const signal = one.run(() => collectd.signal());
  one.end();
  await invocation(0.06)
    .settled(never)
    .catch(() => {});
  expect(signal.aborted).toBe(false);
});
