// `run` with a reader of its output that pauses, as a pager does.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { waitFor } from '../daemon/harness/index.ts';
import { cli, program } from './command.ts';

test('it waits for it, however long, and loses nothing', async () => {
  const dir = temporary({
    'x.ts': `import collectd, { Values } from 'collectd';
import { writeFileSync } from 'node:fs';
collectd.register_read(() => {
  writeFileSync(import.meta.dirname + '/began', '');
  const vl = new Values({ plugin: 'x'.repeat(100), plugin_instance: 'y'.repeat(100), type: 'gauge', values: [1] });
  for (let n = 0; n < 3000; n++) vl.dispatch({ type_instance: String(n) });
}, 3600);`,
    'hang.ts': 'for (;;);',
  });
  const child = spawn(process.execPath, [program, 'run', '--timeout', '1', `${dir}/x.ts`]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  await waitFor(() => existsSync(`${dir}/began`));
  // Those that hang are ended meanwhile, with the same patience.
  for (let round = 0; round < 2; round++) {
    const hanging = await cli(['run', '--timeout', '1', `${dir}/hang.ts`]);
    expect(hanging.stderr).toMatch(/has not let its event loop run for 1 s/);
  }
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  await waitFor(
    () => stdout.split('\n').length > 3000,
    45,
    () => `3000 lines; there are ${stdout.split('\n').length - 1}; ${stderr}`,
  );
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  expect(await closed).toEqual([0, null]);
  expect(stderr).toBe('');
});
