// An endless regular expression in a read callback.
import { test } from 'vitest';
import { at, blocks, survive } from './hazard.ts';

test('is ended alone', () =>
  survive({
    text: `let calls = 0;
collectd.register_read(() => { if (++calls === 1) /^(a+)+$/.test('a'.repeat(60) + 'b'); }, { timeout: 1 });`,
    log: [at(`${blocks('The read callback nodejs.bad .*', 1)}, at`, 6)],
    restarts: 0,
  }));
