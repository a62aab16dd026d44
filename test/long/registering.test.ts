import { test } from 'vitest';
import { registerInALoop } from '../daemon/callbacks/registering.ts';

test('callbacks are registered and taken back in a loop for 30 seconds', () => registerInALoop(30));
