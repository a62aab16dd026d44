// Callbacks that fail while collectd stops, in the log.
import { expect, test } from 'vitest';
import { logged } from '../fixtures/plugin.ts';
import { nodejs, startDaemon } from '../harness/index.ts';

const abort = `(async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort());
  await wait(60_000, undefined, { signal: controller.signal });
})`;

test('a callback that has aborted something for itself is logged, but none that was told to stop', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "x"'),
    files: {
      'x.ts': `import { register_flush, register_read, register_shutdown, signal } from 'collectd';
import { setTimeout as wait } from 'node:timers/promises';
register_shutdown(${abort});
register_flush(${abort});
register_read(async () => {
  console.log('waits');
  await wait(60_000, undefined, { signal: signal() });
}, { interval: 3600, timeout: 60 });`,
    },
  });
  await daemon.waitForLog(/waits/);
  const { status, log } = await daemon.stop();
  expect(logged(log, 'error')).toEqual([
    expect.stringMatching(/^Unhandled nodejs exception in flush callback: AbortError: .*x\.ts/),
    expect.stringMatching(/^Unhandled nodejs exception in shutdown callback: AbortError: .*x\.ts/),
  ]);
  expect(status).toBe(1);
});
