// collectd stops in time at SIGTERM, whatever its modules do just then.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'vitest';
import { COUNTING, expectStop, type Hazard, startHazard } from './hazard.ts';

/** Seconds: a stop that waits for what blocks lasts as long. */
const LONG = 60;

test.each<[string, RegExp, Pick<Hazard, 'text' | 'timeout'>]>([
  [
    'while a worker waits to be started again',
    /bad: imported again in 4 s/,
    { text: 'afterStart(() => process.exit(1));' },
  ],
  [
    'while a module is imported again and loops',
    /loops/,
    {
      text: 'afterStart(() => process.exit(1)); if (boot > 1) { console.log("loops"); for (;;) {} }',
      timeout: LONG,
    },
  ],
  [
    'while a module is imported again and blocks',
    /blocks/,
    {
      text: `afterStart(() => process.exit(1));
if (boot > 1) { console.log('blocks'); readFileSync(process.env.HOME + '/fifo'); }`,
      timeout: LONG,
    },
  ],
  [
    'when a worker was lost',
    /The worker of bad runs again/,
    {
      text: `collectd.register_read(() => { if (boot === 1) readFileSync(process.env.HOME + '/fifo'); }, { timeout: 1 });`,
    },
  ],
  [
    'while a read loops',
    /loops/,
    {
      text: `collectd.register_read(() => { console.log('loops'); for (;;) {} });`,
      timeout: LONG,
    },
  ],
  [
    'while a heap is exhausted',
    /eats/,
    {
      text: `const kept: unknown[] = [];
collectd.register_read(() => { console.log('eats'); for (;;) kept.push({}); });`,
      timeout: LONG,
    },
  ],
])('%s', async (_, line, hazard) => {
  const daemon = await startHazard({
    head: COUNTING,
    ...hazard,
    options: 'HeapLimit 40',
    before: (dir) => {
      execFileSync('mkfifo', [join(dir, 'fifo')]);
      return '';
    },
  });
  await daemon.waitForLog(line, 45);
  await expectStop(daemon);
});
