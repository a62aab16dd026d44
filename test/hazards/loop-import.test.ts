// An endless loop at the import, when the module is started again: it is retried.
import { test } from 'vitest';
import { at, blocks, survive, TIMEOUT } from './hazard.ts';

test('is ended, and the import is tried again', () =>
  survive({
    timeout: TIMEOUT,
    text: `afterStart(() => { if (boot === 1) process.exit(7); });
if (boot === 2) for (;;) {}`,
    log: [
      at('The worker of bad has ended: process\\.exit\\(7\\) at', 5),
      at(`${blocks('Module "bad" .*: its import', TIMEOUT)}, at`, 6),
    ],
    boot: 3,
  }));
