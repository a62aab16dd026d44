// collectd stops within 5 s of SIGTERM, whatever its modules do just then.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COUNTING, startHazard } from './hazard.ts';

test.each([
  [
    'while a worker waits to be started again',
    'setTimeout(() => process.exit(1), 500);',
    /bad: imported again in 1 s/,
  ],
  [
    'while a module is imported again and loops',
    'if (boot === 1) setTimeout(() => process.exit(1), 500); else { console.log("loops"); for (;;) {} }',
    /loops/,
  ],
  [
    'while a module is imported again and blocks',
    `if (boot === 1) setTimeout(() => process.exit(1), 500);
else { console.log('blocks'); readFileSync(process.env.HOME + '/fifo'); }`,
    /blocks/,
  ],
  [
    'when a worker was lost',
    `if (boot === 1) setTimeout(() => readFileSync(process.env.HOME + '/fifo'), 500);`,
    /The worker of bad runs again/,
  ],
  [
    'while a read loops',
    `collectd.register_read(() => { console.log('loops'); for (;;) {} });`,
    /loops/,
  ],
  [
    'while a heap is exhausted',
    `const kept: unknown[] = [];
collectd.register_read(() => { console.log('eats'); for (;;) kept.push({}); });`,
    /eats/,
  ],
])('%s', async (_, text, line) => {
  const daemon = await startHazard({
    head: COUNTING,
    text,
    options: 'Timeout 1\nHeapLimit 40',
    before: (dir) => {
      execFileSync('mkfifo', [join(dir, 'fifo')]);
      return '';
    },
  });
  await daemon.waitForLog(line, 30);
  const ending = await daemon.stop();
  expect(ending, ending.log).toMatchObject({ status: 0, signal: null });
  expect(ending.seconds).toBeLessThan(5);
});
