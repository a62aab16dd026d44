// An endless loop in a timer.
import { test } from 'vitest';
import { at, blocks, survive, TIMEOUT } from './hazard.ts';

test('costs the worker, which is started again', () =>
  survive({
    timeout: TIMEOUT,
    text: `afterStart(() => { if (boot === 1) for (;;) {} });`,
    log: [at(`${blocks('Asynchronous code of bad', TIMEOUT)}, at`, 5)],
  }));
