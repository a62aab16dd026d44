// A callback fails once collectd stops: because it was told to, or for a reason of its own.
import collectd from 'collectd';
import { expect, test } from 'vitest';
import { attach, type Native } from '../../lib/contract/native.ts';
import { Invocation, isFromStop, stopInvocations } from '../../lib/execution/invocation.ts';

attach({ stood_still: () => 0 } as Partial<Native> as Native);

test('only the failure of an invocation whose signal told it to stop is no news', async () => {
  const told = new Invocation('The read callback x', 60, performance.now());
  const other = new Invocation('The shutdown callback y', 60, performance.now());
  const never = new Promise(() => {});
  told.run(() => collectd.signal());
  void told.settled(never);
  void other.settled(never);
  const error = new DOMException('aborted', 'AbortError');
  const heard: boolean[] = [];
  const ask = (thrown: unknown) => heard.push(isFromStop(thrown));
  other.tell(() => ask(error));
  stopInvocations();
  other.tell(() => ask(error));
  told.tell(() => ask(error));
  told.tell(() => ask(new Error('AbortError')));
  expect(heard).toEqual([false, false, true, false]);
  // Of what belongs to no invocation it is not known.
  expect(isFromStop(error)).toBe(true);
});
