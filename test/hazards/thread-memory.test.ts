// A thread of worker_threads that needs much more than its HeapLimit.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { waitForReport } from '../daemon/harness/reported.ts';
import { expectUnharmed, startHazard, survive } from './hazard.ts';

test('at once: the worker of its module is lost and replaced', () =>
  survive({
    options: 'HeapLimit 64',
    text: `import { Worker } from 'node:worker_threads';
afterStart(() => {
  if (boot === 1) new Worker('const kept = []; for (;;) kept.push(new Array(3e7).fill(.5));', { eval: true }).on('error', () => {});
});`,
    log: [/The worker of bad is lost/],
  }));

/** Of the whole process: what it has without the thread is far less. */
const MOST_MIB = 700;

test.each([
  ['Buffers', 'const kept = []; for (;;) kept.push(Buffer.alloc(1e7, 1));', {}],
  ['a stack', 'const deeper = () => deeper(); try { deeper(); } catch {}', { stackSizeMb: 2000 }],
])('%s: the thread ends, its module goes on', async (_, code, resourceLimits) => {
  const daemon = await startHazard({
    options: 'HeapLimit 64',
    text: `import { Worker } from 'node:worker_threads';
import { report } from './report.ts';
const thread = new Worker(${JSON.stringify(code)}, { eval: true, resourceLimits: ${JSON.stringify(resourceLimits)} });
thread.on('exit', () => report('ended', true));`,
  });
  await waitForReport(daemon, 'ended');
  const most = /^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${daemon.pid}/status`, 'utf8'))?.[1];
  expect(Number(most) / 1024).toBeLessThan(MOST_MIB);
  if (code.includes('Buffer'))
    expect(daemon.log()).toContain(
      'A thread that bad has made with worker_threads used more than 64 MiB; it is ended.',
    );
  expect(daemon.log()).not.toMatch(/The worker of bad (has ended|is lost)/);
  await expectUnharmed(daemon);
});
