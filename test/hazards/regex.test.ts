// An endless regular expression in a read callback.
import { test } from 'vitest';
import { at, survive } from './hazard.ts';

test('is ended alone', () =>
  survive({
    text: `let calls = 0;
collectd.register_read(() => { if (++calls === 1) /^(a+)+$/.test('a'.repeat(60) + 'b'); });`,
    log: [at('The read callback nodejs.bad .* blocks its worker for more than 1 s, at', 6)],
    restarts: 0,
  }));
