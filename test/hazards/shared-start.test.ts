// A module that ends its worker while the modules are started: those that share the worker
// are started in another one, with all that they register.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { csv, nodejs, startDaemon } from '../daemon/harness/index.ts';
import { reported, reporting } from '../daemon/harness/reported.ts';
import { expectStop, TIMEOUT } from './hazard.ts';

/** `NAME` registers what the daemon takes while it starts only, too. */
const good = `import collectd, { Values } from 'collectd';
import { report } from './report.ts';
report('imported', 'NAME');
let key: unknown;
collectd.register_config((config) => { key = config.children[0]?.values[0]; });
collectd.register_init(() => {
  report('init', ['NAME', key]);
  collectd.register_write((vl) => { if (vl.plugin === 'NAME') report('written', 'NAME'); });
});
collectd.register_read(() => {
  new Values({ type: 'gauge', plugin: 'NAME' }).dispatch({ values: [1] });
}, { interval: 0.2 });`;

const names = ['first', 'second', 'third'];

test.each([
  [
    'process.exit()',
    'process.exit(3);',
    /The worker of first, second, third has ended: process\.exit\(3\) at \S+\/second\.ts:2/,
    60,
  ],
  [
    'the heap',
    'const kept: unknown[] = []; for (;;) kept.push({ at: kept.length });',
    /The worker of first, second, third has ended: it used more than its HeapLimit of 40 MiB, at \S+\/second\.ts:2/,
    60,
  ],
  [
    'an endless loop after an await',
    'await null; for (;;);',
    /Asynchronous code of second blocks its worker for more than 5 s, at \S+\/second\.ts:2; the worker is stopped/,
    TIMEOUT,
  ],
  [
    'a file operation that blocks',
    "readFileSync(process.env.HOME + '/fifo');",
    /The worker of first, second, third is lost: Module "second" \(\S+\/second\.ts\): its import blocks it/,
    TIMEOUT,
  ],
])('%s, at its import', async (_, code, line, timeout) => {
  const daemon = await startDaemon({
    config: (dir) => {
      execFileSync('mkfifo', [join(dir, 'fifo')]);
      const imports = names.map((name) => `<Import "${name}">\nWorker "same"\n</Import>`);
      const blocks = names.map((name) => `<Module ${name}>\nKey "of ${name}"\n</Module>`);
      return (
        csv(dir) +
        nodejs(dir, [`Timeout ${timeout}`, 'HeapLimit 40', ...imports, ...blocks].join('\n'))
      );
    },
    files: {
      ...reporting,
      'first.ts': good.replaceAll('NAME', 'first'),
      'second.ts': `import { readFileSync } from 'node:fs'; import { report } from './report.ts'; report('imported', 'second');\n${code}`,
      'third.ts': good.replaceAll('NAME', 'third'),
    },
  });
  await daemon.waitForLog(line, 45);
  for (const name of ['first', 'third'])
    await daemon.waitFor(() => reported(daemon, 'written').includes(name), 45);
  // Once more than the one that is to blame, which is left out.
  expect(reported(daemon, 'imported')).toEqual(['first', 'second', 'first', 'third']);
  expect(reported(daemon, 'init')).toEqual([
    ['first', 'of first'],
    ['third', 'of third'],
  ]);
  expect(daemon.log()).toMatch(/2 modules in 1 worker, 1 left out/);
  expect(daemon.log()).not.toMatch(/Found a configuration for|Module "third"/);
  await expectStop(daemon);
});
