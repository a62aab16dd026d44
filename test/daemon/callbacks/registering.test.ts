import { test } from 'vitest';
import { registerInALoop } from './registering.ts';

// test/long has the same for longer.
test(
  'callbacks are registered and taken back in a loop while five write threads are busy',
  {
    timeout: 180_000,
  },
  () => registerInALoop(3),
);
