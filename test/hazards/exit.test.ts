// process.exit() in a timer: the worker with all its modules is started again.
import { test } from 'vitest';
import { at, survive } from './hazard.ts';

test('ends the worker, which is started again', () =>
  survive({
    text: `afterStart(() => { if (boot === 1) process.exit(3); });`,
    log: [at('The worker of bad has ended: process\\.exit\\(3\\) at', 5)],
  }));
