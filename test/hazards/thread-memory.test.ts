// A thread of worker_threads that needs much more than its HeapLimit at once.
import { test } from 'vitest';
import { survive } from './hazard.ts';

test('the worker of its module is lost and replaced', () =>
  survive({
    options: 'HeapLimit 64',
    text: `import { Worker } from 'node:worker_threads';
afterStart(() => {
  if (boot === 1) new Worker('const kept = []; for (;;) kept.push(new Array(3e7).fill(.5));', { eval: true }).on('error', () => {});
});`,
    log: [/The worker of bad is lost/],
  }));
