// An endless loop at the import, when the module is started again: it is retried.
import { test } from 'vitest';
import { at, survive } from './hazard.ts';

test('is ended, and the import is tried again', () =>
  survive({
    text: `if (boot === 1) setTimeout(() => process.exit(7), 500);
if (boot === 2) for (;;) {}`,
    log: [
      at('The worker of bad has ended: process\\.exit\\(7\\) at', 5),
      /Module "bad" .*: its import blocks its worker for more than 1 s, at \S+\/bad\.ts:6; it is ended\./,
    ],
    boot: 3,
  }));
