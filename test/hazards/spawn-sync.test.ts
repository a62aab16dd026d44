// spawnSync() of something that takes long.
import { test } from 'vitest';
import { at, survive } from './hazard.ts';

test('loses the worker, which is replaced', () =>
  survive({
    text: `import { spawnSync } from 'node:child_process';
collectd.register_read(() => { if (boot === 1) spawnSync('sleep', ['30']); }, { timeout: 1 });`,
    log: [at('The worker of bad is lost: The read callback nodejs.bad', 6)],
  }));
