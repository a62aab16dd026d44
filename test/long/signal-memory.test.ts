import { test } from 'vitest';
import { leaveNoMemory } from '../daemon/callbacks/signal-memory.ts';

test('a million signals of each kind leave no memory', () => leaveNoMemory(1000, 3000), 3_600_000);
