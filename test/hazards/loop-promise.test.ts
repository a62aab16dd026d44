// An endless loop after an await, and promises and ticks without end. At most times nothing of the module is
// on the stack of these: the worker is looked at until something is.
import { expect, test } from 'vitest';
import { at, blocks, survive, TIMEOUT } from './hazard.ts';

test.each([
  [
    'a loop after an await',
    `collectd.register_init(async () => { await null; if (boot === 1) for (;;) {} });`,
  ],
  [
    'ticks',
    `const again = (): void => process.nextTick(again); afterStart(() => { if (boot === 1) again(); });`,
  ],
  [
    'promise jobs',
    // A job that returned the promise of the next one would use up the heap before the deadline.
    `const again = (): void => void Promise.resolve().then(again); afterStart(() => { if (boot === 1) again(); });`,
  ],
])('%s', async (_, text) => {
  const line = at(`${blocks('Asynchronous code of bad', TIMEOUT)}, at`, 5);
  const daemon = await survive({ text, timeout: TIMEOUT, log: [line] });
  expect(daemon.log()).toMatch(/^\[error\] +at \S+ \(\S+\/bad\.ts:5:\d+\)$/m);
});
