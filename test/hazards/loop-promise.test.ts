// An endless loop after an await, and promises without end.
import { test } from 'vitest';
import { at, survive } from './hazard.ts';

const blocked = 'Asynchronous code of bad blocks its worker for more than 1 s';

test.each([
  [
    'a loop after an await',
    `collectd.register_init(async () => { await null; if (boot === 1) for (;;) {} });`,
    at(`${blocked}, at`, 5),
  ],
  [
    'ticks',
    `const again = (): void => process.nextTick(again);
if (boot === 1) setTimeout(again, 500);`,
    at(`${blocked}, at`, 5),
  ],
  [
    // Nothing of the module is on the stack at most times.
    'promise jobs',
    `const again = (): unknown => Promise.resolve().then(again);
if (boot === 1) setTimeout(again, 500);`,
    new RegExp(blocked),
  ],
])('%s', async (_, text, line) => {
  await survive({ text, log: [line] });
});
