// A file operation that blocks the thread: nothing can interrupt it.
import { test } from 'vitest';
import { at, survive } from './hazard.ts';

test('loses the worker, which is replaced', () =>
  survive({
    text: `import { execFileSync } from 'node:child_process';
collectd.register_read(() => {
  if (boot > 1) return;
  execFileSync('mkfifo', [process.env.HOME + '/fifo']);
  readFileSync(process.env.HOME + '/fifo');
}, { timeout: 1 });`,
    log: [
      at('The worker of bad is lost: The read callback nodejs.bad', 6),
      /cannot be interrupted\. It is left alone with its memory \(1 of at most 3 for a module, 1 of 8 in all\)/,
    ],
  }));
