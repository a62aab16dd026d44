// An endless loop in a timer.
import { test } from 'vitest';
import { at, survive } from './hazard.ts';

test('costs the worker, which is started again', () =>
  survive({
    text: `if (boot === 1) setTimeout(() => { for (;;) {} }, 1000);`,
    log: [at('Asynchronous code of bad blocks its worker for more than 1 s, at', 5)],
  }));
