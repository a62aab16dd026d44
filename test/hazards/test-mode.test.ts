// collectd -T: a read that ends its worker has failed.
import { expect, test } from 'vitest';
import { nodejs, runDaemon } from '../daemon/harness/index.ts';

test.each([
  ['process.exit()', `collectd.register_read(() => { process.exit(0); });`],
  [
    'a HeapLimit',
    `collectd.register_read(() => { const kept: unknown[] = []; for (;;) kept.push(new Array(1000).fill(0)); });`,
  ],
])('%s ends collectd -T with a status', async (_, text) => {
  const ending = await runDaemon({
    args: ['-T'],
    config: (dir) => nodejs(dir, '<Import "bad">\nHeapLimit 64\n</Import>'),
    files: { 'bad.ts': `import collectd from 'collectd';\n${text}` },
  });
  expect(ending).toMatchObject({ status: 1, signal: null });
  expect(ending.log).toMatch(
    /The read callback nodejs\.bad \(\S+\/bad\.ts:2:10\) has ended its worker: \S/,
  );
});
