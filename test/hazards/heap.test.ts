// What exceeds the HeapLimit ends the worker and nothing else.
import { test } from 'vitest';
import { survive } from './hazard.ts';

test.each([
  ['objects', 'const kept: unknown[] = []; for (let i = 0; ; i++) kept.push({ i });'],
  [
    'strings',
    "const kept: string[] = []; for (let i = 0; ; i++) kept.push(('x' + i).repeat(1000).slice(1).toUpperCase());",
  ],
  ['arrays', 'const kept: unknown[] = []; for (;;) kept.push(new Array(1000).fill(0));'],
  ['one large array', 'report("large", new Array(1e7).fill(0.5).length);'],
  ['ArrayBuffers', 'const kept: unknown[] = []; for (;;) kept.push(new ArrayBuffer(1 << 20));'],
  ['Buffers', 'const kept: unknown[] = []; for (;;) kept.push(Buffer.alloc(1 << 20, 1));'],
  [
    'ArrayBuffers, slowly',
    'const kept: unknown[] = []; setInterval(() => { for (let i = 0; i < 10; i++) kept.push(new ArrayBuffer(1 << 20)); }, 50);',
  ],
])('%s', async (_, code) => {
  await survive({
    timeout: 60,
    options: 'HeapLimit 40',
    text: `afterStart(() => { if (boot === 1) { ${code} } });`,
    // From Node.js 24 on, nothing interrupts a loop of built-in calls: the thread is parked then.
    log: [/The worker of bad (has ended|is lost): it used more than its HeapLimit of 40 MiB/],
  });
});
