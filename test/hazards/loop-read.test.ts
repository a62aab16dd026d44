// An endless loop in a read callback.
import { test } from 'vitest';
import { at, blocks, survive } from './hazard.ts';

test('is ended alone, and the worker goes on', () =>
  survive({
    text: `let calls = 0;
collectd.register_read(() => {
  if (++calls === 1) for (;;) {}
  report('loop', calls);
}, { timeout: 1 });`,
    log: [at(`${blocks('The read callback nodejs.bad .*', 1)}, at`, 7)],
    restarts: 0,
  }));
