// An endless loop in a read callback.
import { test } from 'vitest';
import { at, survive } from './hazard.ts';

test('is ended alone, and the worker goes on', () =>
  survive({
    text: `let calls = 0;
collectd.register_read(() => {
  if (++calls === 1) for (;;) {}
  report('loop', calls);
});`,
    log: [at('The read callback nodejs.bad .* blocks its worker for more than 1 s, at', 7)],
    restarts: 0,
  }));
